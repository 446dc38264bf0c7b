"""Pure core of search: what people type, as a prefix query over folded words."""

from __future__ import annotations

from donbay.kit import text
from donbay.kit.phone import typed_digits

_MAX_WORDS = 8


def search_query(typed: str) -> str:
    """Return a tsquery that wants every word typed as the start of a word; "" for nothing typed.

    "hoa" finds Hoà and Hòa; a phone number is found in any writing.
    """
    words = _words(typed)
    return " & ".join(f"{_quote(word)}:*" for word in words[:_MAX_WORDS])


def _words(typed: str) -> list[str]:
    cleaned = text.clean(typed)
    digits = typed_digits(cleaned)
    if digits:
        return [digits]
    folded = text.fold(cleaned).split()
    parted = [[part] if "@" in part else text.words(part) for part in folded]
    return [word for words in parted for word in words] or folded


def _quote(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"

"""Pure core of search: what people type, as a prefix query over folded words."""

from __future__ import annotations

import re

from donbay.kit import text

_NUMBER = re.compile(r"\+?[\d\s.\-()]{3,}")
_MAX_WORDS = 8


def search_query(typed: str) -> str:
    """Return a tsquery that wants every word typed as the start of a word; "" for nothing typed.

    "hoa" finds Hoà and Hòa; a phone number is found in any writing.
    """
    words = _words(typed)
    return " & ".join(f"{_quote(word)}:*" for word in words[:_MAX_WORDS])


def _words(typed: str) -> list[str]:
    cleaned = text.clean(typed)
    if _NUMBER.fullmatch(cleaned) and any(mark.isdigit() for mark in cleaned):
        return [_local(re.sub(r"\D", "", cleaned), plus=cleaned.startswith("+"))]
    return text.fold(cleaned).split()


def _local(digits: str, *, plus: bool) -> str:
    if digits.startswith("0084"):
        return "0" + digits[4:]
    return "0" + digits[2:] if plus and digits.startswith("84") else digits


def _quote(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"

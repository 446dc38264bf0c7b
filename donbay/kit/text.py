"""Vietnamese text: normal form, search form, sort key, names, e-mail addresses."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
_ORDER = {letter: chr(0x100 + index) for index, letter in enumerate(_LETTERS)}
_SLUG = re.compile(r"[^a-z0-9]+")


class InvalidEmail(ValueError):
    """The text is not an e-mail address that could receive mail."""


def clean(text: str) -> str:
    """Return text in NFC with blanks folded and control characters removed."""
    normal = unicodedata.normalize("NFC", text)
    visible = "".join(c for c in normal if c in "\t\n " or unicodedata.category(c) != "Cc")
    return _BLANKS.sub(" ", visible.replace("\u200b", "").replace("\ufeff", "")).strip()


def fold(text: str) -> str:
    """Return the search form: lower case, no accents, đ → d."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return clean(bare.replace("đ", "d"))


def sort_key(text: str) -> str:
    """Return a string whose code-point order is the Vietnamese alphabet's order."""
    return "".join(_ORDER.get(c, c) for c in clean(text).lower())


def name_sort_key(full_name: str) -> str:
    """Return the sort key of a Vietnamese name: given name first, then the whole name."""
    return sort_key(given_name(full_name)) + " " + sort_key(full_name)


def given_name(full_name: str) -> str:
    """Return the last word, which is the given name in Vietnamese order."""
    words = clean(full_name).split(" ")
    return words[-1]


def family_name(full_name: str) -> str:
    """Return the first word, or nothing for a one-word name."""
    words = clean(full_name).split(" ")
    return words[0] if len(words) > 1 else ""


def normalise_email(text: str) -> str:
    """Return the address trimmed and in lower case; raise InvalidEmail when it cannot be one."""
    address = unicodedata.normalize("NFKC", text).strip().strip("<>").lower()
    local = address.partition("@")[0]
    if len(address) > 254 or len(local) > 64 or not _EMAIL.fullmatch(address):
        raise InvalidEmail(text)
    if ".." in address or local.startswith(".") or local.endswith("."):
        raise InvalidEmail(text)
    return address


def slugify(text: str, *, limit: int = 60) -> str:
    """Return an ASCII slug of a Vietnamese text."""
    return _SLUG.sub("-", fold(text)).strip("-")[:limit].strip("-")

"""Vietnamese text: normal form, search form, sort key, names, e-mail addresses."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
_ORDER = {ord(letter): chr(0x100 + index) for index, letter in enumerate(_LETTERS)}
_WORD = re.compile(r"\w+")
_SLUG = re.compile(r"[^a-z0-9]+")


class InvalidEmail(ValueError):
    """The text is not an e-mail address that could receive mail."""


def clean(text: str) -> str:
    """Return text in NFC with blanks folded and control characters removed."""
    if not text:
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the search form: lower case, no accents, đ → d."""
    lowered = text.lower()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFD", lowered).replace("đ", "d")
        bare = _MARKS.sub("", decomposed)
        if not bare.isascii():  # other scripts have combining marks elsewhere
            bare = "".join(c for c in bare if not unicodedata.combining(c))
        lowered = bare
    return clean(lowered)


def words(text: str) -> list[str]:
    """Return the folded words of a text, without what stands between and around them."""
    return _WORD.findall(fold(text))


def sort_key(text: str) -> str:
    """Return a string whose code-point order is the Vietnamese alphabet's order."""
    return clean(text).lower().translate(_ORDER)


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

"""Vietnamese phone numbers as people write them, normalised to E.164.

The 2018 change from 11 to 10 digits follows the published table of the Ministry of
Information and Communications (plan 798/QĐ-BTTTT).
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

_OLD_MOBILE = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}")
_LANDLINE = re.compile(r"02\d{8,9}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")
_TYPED = re.compile(r"\+?[\d\s.\-()]{3,}")
_NOISE = re.compile(r"[\s.\-()/\u200b\u202a\u202c\ufeff]+")


class InvalidPhone(ValueError):
    """The text is not a phone number that could be called."""


def normalise_phone(text: str) -> str:
    """Return the E.164 form (`+84912345678`).

    Accepts blanks, dots and dashes, `+84`, `0084`, `84`, nine digits whose leading zero a
    spreadsheet lost, and the 11-digit mobile numbers used until 2018. Foreign numbers need a
    leading `+`. Raises InvalidPhone otherwise.
    """
    compact = _NOISE.sub("", unicodedata.normalize("NFKC", text).strip())
    if not compact:
        raise InvalidPhone(text)
    sign, digits = ("+", compact[1:]) if compact.startswith("+") else ("", compact)
    if not digits.isascii() or not digits.isdigit():
        raise InvalidPhone(text)
    if digits.startswith("00"):
        sign, digits = "+", digits[2:]
    if sign and not digits.startswith("84"):
        if _FOREIGN.fullmatch("+" + digits):
            return "+" + digits
        raise InvalidPhone(text)
    national = _national(digits, international=bool(sign))
    if _MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national):
        return "+84" + national[1:]
    raise InvalidPhone(text)


def _national(digits: str, *, international: bool) -> str:
    if international or (digits.startswith("84") and len(digits) >= 11):
        digits = digits[2:]
    if not digits.startswith("0"):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _OLD_MOBILE:
        digits = _OLD_MOBILE[digits[:4]] + digits[4:]
    return digits


def local_phone(e164: str) -> str:
    """Return the form people in Vietnam read (`0912345678`); foreign numbers stay as they are."""
    return "0" + e164[3:] if e164.startswith("+84") else e164


def searched_digits(written: str) -> list[str]:
    """Return the digits by which a number is found: as written, with 0 and with 84 in front."""
    found = [typed_digits(written)]
    with suppress(InvalidPhone):
        number = normalise_phone(written)
        found += [local_phone(number), number.lstrip("+")]
    return [digits for digits in dict.fromkeys(found) if digits]


def typed_digits(typed: str) -> str:
    """Return the digits of a number, or of a part of one, as people in Vietnam read them.

    "+84 912 345", "0084912345" and "0912.345" are all "0912345"; "" where no number was typed.
    """
    text = typed.strip()
    digits = re.sub(r"\D", "", text)
    if not digits or not _TYPED.fullmatch(text):
        return ""
    if digits.startswith("0084"):
        return "0" + digits[4:]
    return "0" + digits[2:] if text.startswith("+") and digits.startswith("84") else digits

"""Vietnamese đồng: always an integer, written 1.250.000 ₫."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"^\d{1,3}([.,]\d{3})+$|^\d+$")
_SHORT = re.compile(r"^(\d+)(?:[.,](\d+))?\s*(k|nghìn|ngàn|tr|triệu|m|tỷ|tỉ)\s*(\d*)$")
_UNIT = {"k": 10**3, "nghìn": 10**3, "ngàn": 10**3, "tr": 10**6, "triệu": 10**6, "m": 10**6}
_UNIT |= {"tỷ": 10**9, "tỉ": 10**9}


def format_vnd(amount: int) -> str:
    """Return the amount as shown to people: dots between thousands and the đồng sign."""
    return f"{amount:,}".replace(",", ".") + " ₫"


def parse_vnd(text: str) -> int:
    """Read what people type: 1.250.000, 1,250,000, 1250k, 1tr2.

    Raises ValueError for anything else, fractions of a đồng included.
    """
    cleaned = text.strip().lower().replace("₫", "").replace("vnđ", "").replace("vnd", "")
    cleaned = cleaned.removesuffix("đ").replace(" ", "").replace("\u00a0", "")
    if _PLAIN.match(cleaned):
        return int(cleaned.replace(".", "").replace(",", ""))
    short = _SHORT.match(cleaned)
    if short is None:
        raise ValueError(f"not an amount in đồng: {text!r}")
    whole, fraction, unit, tail = short.groups()
    if fraction and tail:
        raise ValueError(f"not an amount in đồng: {text!r}")
    digits = fraction or tail or "0"
    scale = int("1" + "0" * len(digits))
    amount, rest = divmod((int(whole) * scale + int(digits)) * _UNIT[unit], scale)
    if rest:
        raise ValueError(f"not a whole number of đồng: {text!r}")
    return amount


def percent_of(amount: int, percent: int) -> int:
    """Return a whole percentage of an amount, rounded down to 1 đồng."""
    return amount * percent // 100

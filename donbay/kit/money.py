"""Vietnamese đồng: always an integer, written 1.250.000 ₫."""

from __future__ import annotations


def format_vnd(amount: int) -> str:
    """Return the amount as shown to people: dots between thousands and the đồng sign."""
    return f"{amount:,}".replace(",", ".") + " ₫"


def percent_of(amount: int, percent: int) -> int:
    """Return a whole percentage of an amount, rounded down to 1 đồng."""
    return amount * percent // 100

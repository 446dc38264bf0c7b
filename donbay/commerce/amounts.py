"""What an order costs: a pure core in whole đồng."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from donbay.kit.money import percent_of

VoucherKind = Literal["percent", "amount"]


@dataclass(frozen=True)
class PricedLine:
    """One line to price: đồng a piece, pieces."""

    price: int
    quantity: int


@dataclass(frozen=True)
class VoucherTerms:
    """What a voucher takes off: a percentage of the goods, or an amount in đồng."""

    kind: VoucherKind
    value: int
    min_total: int = 0


@dataclass(frozen=True)
class ShippingTerms:
    """What delivery costs in đồng; free once the goods reach `free_from`."""

    fee: int = 0
    free_from: int | None = None


@dataclass(frozen=True)
class Amounts:
    """The four figures of an order; total = subtotal − discount + shipping_fee."""

    subtotal: int
    discount: int
    shipping_fee: int
    total: int


def compute_amounts(
    lines: Sequence[PricedLine], voucher: VoucherTerms | None, shipping: ShippingTerms
) -> Amounts:
    """Price an order; the caller has checked that the voucher's minimum is met."""
    subtotal = compute_subtotal(lines)
    discount = compute_discount(subtotal, voucher) if voucher else 0
    fee = compute_shipping(subtotal, shipping)
    return Amounts(subtotal, discount, fee, subtotal - discount + fee)


def compute_subtotal(lines: Sequence[PricedLine]) -> int:
    """Add up the goods."""
    return sum(line.price * line.quantity for line in lines)


def compute_discount(subtotal: int, voucher: VoucherTerms) -> int:
    """Compute what a voucher takes off; a percentage floors to 1 đ; never more than the goods."""
    off = percent_of(subtotal, voucher.value) if voucher.kind == "percent" else voucher.value
    return min(max(off, 0), subtotal)


def compute_shipping(subtotal: int, shipping: ShippingTerms) -> int:
    """Compute the delivery fee.

    The threshold looks at the goods before any discount, so that using a voucher never makes
    delivery dearer.
    """
    if shipping.free_from is not None and subtotal >= shipping.free_from:
        return 0
    return shipping.fee

"""What an order would cost now, for the review before the visitor confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from donbay.commerce.amounts import (
    Amounts,
    PricedLine,
    ShippingTerms,
    VoucherTerms,
    compute_amounts,
    compute_subtotal,
)
from donbay.commerce.errors import (
    OutOfStock,
    UnknownVoucher,
    VoucherExpired,
    VoucherMinTotal,
    VoucherNotYours,
    VoucherUsed,
    VoucherWithdrawn,
)
from donbay.core.errors import DomainError
from donbay.edge.database import AWAY, Database, load_sql
from donbay.kit.money import format_vnd

_PRODUCTS = load_sql("donbay.edge", "products")
_VOUCHER = load_sql("donbay.edge", "voucher")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product of the form and how many pieces."""

    product_id: str
    name: str
    price: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A price for the whole order; `problem` says in vi and en why it cannot be had.

    `field` is the input that the problem is about, where it is one.
    """

    lines: tuple[Wanted, ...]
    amounts: Amounts
    voucher_known: bool = True
    problem: tuple[str, str] | None = None
    field: str = ""


async def make_quote(
    database: Database,
    workspace_id: int,
    settings: Mapping[str, Any],
    wanted: Sequence[Wanted],
    code: str,
    contacts: Sequence[str],
    now: datetime,
) -> Quote:
    """Price an order from the catalogue of now; from the page's own prices while that is away."""
    problem: tuple[str, str] | None = None
    lines = tuple(wanted)
    if not database.away:
        try:
            ids = [UUID(line.product_id) for line in wanted]
            rows = await database.rows(_PRODUCTS, {"workspace_id": workspace_id, "ids": ids})
            lines, problem = _at_current_prices(wanted, {str(row["id"]): row for row in rows})
        except (psycopg.Error, *AWAY):
            lines = tuple(wanted)
    priced = [PricedLine(line.price, line.quantity) for line in lines]
    terms, voucher_problem = None, None
    known = not code
    if code and problem is None:
        known, terms, voucher_problem = await _voucher(
            database, workspace_id, code, contacts, compute_subtotal(priced), now
        )
    amounts = compute_amounts(priced, terms, shipping_terms(settings))
    field = "voucher_code" if voucher_problem and not problem else ""
    return Quote(lines, amounts, known, problem or voucher_problem, field)


def shipping_terms(settings: Mapping[str, Any]) -> ShippingTerms:
    """Return what delivery costs, as the shop's settings say."""
    given = settings.get("shipping")
    if not isinstance(given, Mapping):
        return ShippingTerms()
    fee, free_from = given.get("fee"), given.get("free_from")
    return ShippingTerms(
        fee if isinstance(fee, int) and fee > 0 else 0,
        free_from if isinstance(free_from, int) and free_from >= 0 else None,
    )


def _at_current_prices(
    wanted: Sequence[Wanted], products: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[Wanted, ...], tuple[str, str] | None]:
    lines = []
    for line in wanted:
        product = products.get(line.product_id)
        if product is None:
            return tuple(wanted), (
                f"“{line.name}” đã ngừng bán. Hãy bỏ sản phẩm này khỏi đơn.",
                f"“{line.name}” is no longer sold. Please remove it from the order.",
            )
        stock = product["stock"]
        if stock is not None and stock < line.quantity:
            short = OutOfStock(product=product["name"], left=stock)
            return tuple(wanted), (short.message("vi"), short.message("en"))
        lines.append(Wanted(line.product_id, product["name"], int(product["price"]), line.quantity))
    return tuple(lines), None


async def _voucher(
    database: Database,
    workspace_id: int,
    code: str,
    contacts: Sequence[str],
    subtotal: int,
    now: datetime,
) -> tuple[bool, VoucherTerms | None, tuple[str, str] | None]:
    """Return whether the code could be looked up, its terms, and what is wrong with it."""
    if database.away:
        return False, None, None
    try:
        rows = await database.rows(
            _VOUCHER,
            {
                "workspace_id": workspace_id,
                "code": code,
                "now": now,
                "contacts": list(contacts),
            },
        )
    except (psycopg.Error, *AWAY):
        return False, None, None
    if refused := _refusal(rows[0] if rows else None, code, subtotal):
        return True, None, (refused.message("vi"), refused.message("en"))
    return True, VoucherTerms(rows[0]["kind"], rows[0]["value"], rows[0]["min_total"] or 0), None


def _refusal(row: Mapping[str, Any] | None, code: str, subtotal: int) -> DomainError | None:
    """Return what placing the order would refuse the code for, in the same order and words."""
    if row is None:
        return UnknownVoucher(code=code)
    if not row["hers"]:
        return VoucherNotYours(code=code)
    if row["state"] == "void":
        return VoucherWithdrawn(code=code)
    if row["state"] == "used":
        return VoucherUsed(code=code)
    if not row["current"]:
        return VoucherExpired(code=code)
    if subtotal < (row["min_total"] or 0):
        return VoucherMinTotal(
            code=code, min_total=format_vnd(row["min_total"]), subtotal=format_vnd(subtotal)
        )
    return None

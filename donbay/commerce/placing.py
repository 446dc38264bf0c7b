"""Pure core of ordering: who gets the stock and which voucher counts, request after request."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from donbay.commerce.amounts import (
    Amounts,
    PricedLine,
    ShippingTerms,
    VoucherTerms,
    compute_amounts,
    compute_subtotal,
)
from donbay.commerce.errors import (
    ContactMissing,
    EmptyOrder,
    OutOfStock,
    PaymentUnknown,
    ProductNotFound,
    TotalChanged,
    UnknownVoucher,
    VoucherExpired,
    VoucherMinTotal,
    VoucherNotYours,
    VoucherUsed,
    VoucherWithdrawn,
)
from donbay.commerce.types import PAYMENT_METHODS, OrderRequest
from donbay.core.errors import DomainError
from donbay.kit.money import format_vnd
from donbay.kit.phone import InvalidPhone, normalise_phone
from donbay.kit.text import InvalidEmail, normalise_email

MAX_LINES = 50
MAX_QUANTITY = 999


@dataclass(frozen=True, slots=True)
class StockedProduct:
    """A locked product; `stock` None is endless."""

    id: UUID
    name: str
    sku: str
    price: int
    stock: int | None


@dataclass(frozen=True, slots=True)
class LockedCode:
    """A locked voucher code with its programme; `owner` lists the identities of its customer."""

    id: UUID
    code: str
    voucher_id: UUID
    customer_id: UUID | None
    state: str
    expires_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    terms: VoucherTerms
    owner: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line with the product as it is now."""

    product: StockedProduct
    quantity: int


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order that will be written."""

    request: OrderRequest
    lines: tuple[PlannedLine, ...]
    amounts: Amounts
    code: LockedCode | None


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order would cost now; a code that is refused takes nothing off."""

    lines: tuple[PlannedLine, ...]
    amounts: Amounts
    code: LockedCode | None
    refusal: DomainError | None


@dataclass(frozen=True, slots=True)
class Shop:
    """What ordering needs to know of the shop: delivery terms, methods of payment."""

    shipping: ShippingTerms
    takes_transfers: bool


def plan_orders(
    requests: Sequence[OrderRequest],
    products: Mapping[UUID, StockedProduct],
    codes: Mapping[str, LockedCode],
    shop: Shop,
    now: datetime,
) -> list[PlannedOrder | DomainError]:
    """Decide each request in turn; a later one sees what the earlier ones took."""
    left = {id_: product.stock for id_, product in products.items()}
    used: set[str] = set()
    answers: list[PlannedOrder | DomainError] = []
    for request in requests:
        try:
            planned = _plan(request, products, codes, shop, now, left, used)
        except DomainError as refusal:
            answers.append(refusal)
            continue
        for line in planned.lines:
            stock = left[line.product.id]
            left[line.product.id] = None if stock is None else stock - line.quantity
        if planned.code:
            used.add(planned.code.code)
        answers.append(planned)
    return answers


def _plan(
    request: OrderRequest,
    products: Mapping[UUID, StockedProduct],
    codes: Mapping[str, LockedCode],
    shop: Shop,
    now: datetime,
    left: Mapping[UUID, int | None],
    used: set[str],
) -> PlannedOrder:
    _check_payment(request, shop)
    if request.customer_id is None and not contact_identities(request):
        raise ContactMissing
    price = _price(request, products, codes, shop, now, left, used)
    if price.refusal:
        raise price.refusal
    if request.expected_total not in (None, price.amounts.total):
        raise TotalChanged(total=format_vnd(price.amounts.total))
    return PlannedOrder(request, price.lines, price.amounts, price.code)


def quote_order(
    request: OrderRequest,
    products: Mapping[UUID, StockedProduct],
    codes: Mapping[str, LockedCode],
    shop: Shop,
    now: datetime,
) -> Quote:
    """Price a request as plan_orders would, whoever it is for; raise what no order can have."""
    left = {id_: product.stock for id_, product in products.items()}
    return _price(request, products, codes, shop, now, left, set())


def _price(
    request: OrderRequest,
    products: Mapping[UUID, StockedProduct],
    codes: Mapping[str, LockedCode],
    shop: Shop,
    now: datetime,
    left: Mapping[UUID, int | None],
    used: set[str],
) -> Quote:
    lines = _plan_lines(request, products, left)
    priced = [PricedLine(line.product.price, line.quantity) for line in lines]
    code, refusal = None, None
    try:
        code = _plan_code(request, codes, used, compute_subtotal(priced), now)
    except DomainError as refused:
        refusal = refused
    amounts = compute_amounts(priced, code.terms if code else None, shop.shipping)
    return Quote(lines, amounts, code, refusal)


def _check_payment(request: OrderRequest, shop: Shop) -> None:
    if request.payment_method not in PAYMENT_METHODS:
        raise PaymentUnknown
    if request.payment_method == "bank" and not shop.takes_transfers:
        raise PaymentUnknown


def _plan_lines(
    request: OrderRequest,
    products: Mapping[UUID, StockedProduct],
    left: Mapping[UUID, int | None],
) -> tuple[PlannedLine, ...]:
    wanted: dict[UUID, int] = {}
    places: dict[UUID, str] = {}
    for place, line in enumerate(request.lines):
        wanted[line.product_id] = wanted.get(line.product_id, 0) + line.quantity
        places.setdefault(line.product_id, f"/lines/{place}")
    if not 0 < len(wanted) <= MAX_LINES:
        raise EmptyOrder
    for product_id, quantity in wanted.items():
        if not 0 < quantity <= MAX_QUANTITY:
            raise EmptyOrder(at=f"{places[product_id]}/quantity")
    lines = []
    for product_id, quantity in wanted.items():
        product = products.get(product_id)
        if product is None:
            at = f"{places[product_id]}/product_id"
            raise ProductNotFound(at=at, product_id=str(product_id))
        stock = left[product_id]
        if stock is not None and stock < quantity:
            raise OutOfStock(
                at=f"{places[product_id]}/quantity",
                product=product.name, product_id=str(product_id), left=stock,
            )  # fmt: skip
        lines.append(PlannedLine(product, quantity))
    return tuple(lines)


def _plan_code(
    request: OrderRequest,
    codes: Mapping[str, LockedCode],
    used: set[str],
    subtotal: int,
    now: datetime,
) -> LockedCode | None:
    typed = normalise_code(request.voucher_code)
    if not typed:
        return None
    code = codes.get(typed)
    if code is None:
        raise UnknownVoucher(code=typed)
    if code.customer_id and not _is_owner(code, request):
        raise VoucherNotYours(code=typed)
    if code.state == "void":
        raise VoucherWithdrawn(code=typed)
    if code.state == "used" or typed in used:
        raise VoucherUsed(code=typed)
    if not _is_current(code, now):
        raise VoucherExpired(code=typed)
    if subtotal < code.terms.min_total:
        raise VoucherMinTotal(
            code=typed,
            min_total=format_vnd(code.terms.min_total),
            subtotal=format_vnd(subtotal),
        )
    return code


def _is_owner(code: LockedCode, request: OrderRequest) -> bool:
    return request.customer_id == code.customer_id or bool(contact_identities(request) & code.owner)


def _is_current(code: LockedCode, now: datetime) -> bool:
    begun = code.starts_at is None or code.starts_at <= now
    ends = [end for end in (code.expires_at, code.ends_at) if end is not None]
    return begun and all(now < end for end in ends)


def contact_identities(request: OrderRequest) -> frozenset[str]:
    """Return the normalised phone and e-mail of a request, those that work."""
    found = set()
    with contextlib.suppress(InvalidPhone):
        found.add(normalise_phone(request.contact.phone))
    with contextlib.suppress(InvalidEmail):
        found.add(normalise_email(request.contact.email))
    return frozenset(found)


def normalise_code(typed: str) -> str:
    """Return a voucher code as it is stored, however it was typed."""
    return "".join(c for c in typed.upper() if c.isascii() and c.isalnum())[:40]

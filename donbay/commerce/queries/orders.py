"""Reads of orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from donbay.commerce.errors import BankMissing, OrderNotFound
from donbay.commerce.models import Order as OrderRow
from donbay.commerce.models import OrderLine as LineRow
from donbay.commerce.queries.settings import bank_account
from donbay.commerce.types import Contact, Order, OrderFilter, OrderLine, Purchases
from donbay.commerce.vietqr import build_vietqr
from donbay.kit.phone import typed_digits
from donbay.kit.signing import sign
from donbay.kit.text import fold

_STREAM_BATCH = 500
ORDER_TOKEN = "order"  # noqa: S105  # the kind of a link token, no secret


def get_order(workspace_id: int, order_id: UUID) -> Order:
    """Return an order with its lines; raise OrderNotFound."""
    return _one(workspace_id, Q(id=order_id))


def get_order_by_client(workspace_id: int, client_id: UUID) -> Order:
    """Return the order made by a sender's own id; raise OrderNotFound."""
    return _one(workspace_id, Q(client_id=client_id))


def list_orders(
    workspace_id: int,
    wanted: OrderFilter,
    *,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[Order]:
    """Return orders newest first with their lines, strictly before a (placed_at, id) key."""
    rows = _filtered(workspace_id, wanted)
    if before is not None:
        rows = rows.filter(Q(placed_at__lt=before[0]) | Q(placed_at=before[0], id__lt=before[1]))
    return _with_lines(workspace_id, list(rows.order_by("-placed_at", "-id")[:limit]))


def stream_orders(workspace_id: int, wanted: OrderFilter) -> Iterator[Order]:
    """Give every order of a filter, in short reads that hold no transaction open."""
    before: tuple[datetime, UUID] | None = None
    while True:
        orders = list_orders(workspace_id, wanted, before=before, limit=_STREAM_BATCH)
        yield from orders
        if len(orders) < _STREAM_BATCH:
            return
        before = orders[-1].placed_at, orders[-1].id


def count_open_orders(workspace_id: int) -> int:
    """Return how many orders wait for the shop."""
    return OrderRow.objects.for_workspace(workspace_id).filter(state="open").count()


def purchases_of(workspace_id: int, customer_id: UUID) -> Purchases:
    """Return what a customer has bought in all."""
    rows = OrderRow.objects.for_workspace(workspace_id).filter(customer_id=customer_id)
    found = rows.exclude(state="cancelled").aggregate(
        orders=Count("id"), spent=Sum("total"), first=Min("placed_at"), last=Max("placed_at")
    )
    return Purchases(found["orders"], found["spent"] or 0, found["first"], found["last"])


def order_payload(workspace_id: int, order: Order) -> str:
    """Return the VietQR payload that pays an order; raise BankMissing."""
    bank = bank_account(workspace_id)
    if bank is None:
        raise BankMissing
    return build_vietqr(
        bank_bin=bank.bin,
        account=bank.account,
        amount=order.total or None,
        memo=order.number,
        name=bank.name,
    )


def order_token(workspace_id: int, order_id: UUID) -> str:
    """Return the token of an order's public status page."""
    return sign(ORDER_TOKEN, workspace_id, order_id.int)


def order_of(row: OrderRow, lines: Sequence[OrderLine] = ()) -> Order:
    """Return a row as the type that crosses the room's border."""
    return Order(
        id=row.id,
        number=row.number,
        customer_id=row.customer_id,
        state=row.state,  # type: ignore[arg-type]  # the check constraint holds it
        payment_method=row.payment_method,  # type: ignore[arg-type]  # as above
        payment_state=row.payment_state,  # type: ignore[arg-type]  # as above
        shipping_state=row.shipping_state,  # type: ignore[arg-type]  # as above
        subtotal=row.subtotal,
        discount=row.discount,
        shipping_fee=row.shipping_fee,
        total=row.total,
        voucher_code=row.voucher_code,
        contact=Contact(**row.contact),
        note=row.note,
        source=row.source,
        page_id=row.page_id,
        message_id=row.message_id,
        flow_id=row.flow_id,
        placed_at=row.placed_at,
        updated_at=row.updated_at,
        lines=tuple(lines),
        token=order_token(row.workspace_id, row.id),
    )


def _one(workspace_id: int, condition: Q) -> Order:
    row = OrderRow.objects.for_workspace(workspace_id).filter(condition).first()
    if row is None:
        raise OrderNotFound
    (order,) = _with_lines(workspace_id, [row])
    return order


def _filtered(workspace_id: int, wanted: OrderFilter) -> QuerySet[OrderRow]:
    rows = OrderRow.objects.for_workspace(workspace_id)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    if wanted.customer_id is not None:
        rows = rows.filter(customer_id=wanted.customer_id)
    digits = typed_digits(wanted.search)
    for word in [digits] if digits else fold(wanted.search).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def _with_lines(workspace_id: int, rows: Sequence[OrderRow]) -> list[Order]:
    lines: dict[UUID, list[OrderLine]] = {}
    found = LineRow.objects.for_workspace(workspace_id).filter(order_id__in=[r.id for r in rows])
    for line in found.order_by("order_id", "position"):
        lines.setdefault(line.order_id, []).append(
            OrderLine(line.product_id, line.name, line.sku, line.price, line.quantity, line.total)
        )
    return [order_of(row, lines.get(row.id, ())) for row in rows]

"""Move an order through its states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.commerce.actions.placing import order_facts
from donbay.commerce.actions.stock import Movement, move_stock
from donbay.commerce.errors import OrderNotFound, OrderStateRefused, OrderUnpaid
from donbay.commerce.models import Order as OrderRow
from donbay.commerce.models import OrderLine as LineRow
from donbay.commerce.models import VoucherCode as CodeRow
from donbay.commerce.queries.orders import get_order
from donbay.commerce.types import Order
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.intake.actions import forget_captures
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.commerce")


@atomic
def cancel_order(*, actor: Actor, now: datetime, order_id: UUID) -> Order:
    """Cancel an open order: its stock and voucher go back, reports lose its revenue."""
    order = _lock(actor.workspace_id, order_id)
    _allow(order, order.state == "open")
    order.state, order.shipping_state = "cancelled", "cancelled"
    _restock(order, now)
    _free_code(order, now)
    data = {
        "number": order.number,
        "total": order.total,
        "placed_at": order.placed_at.isoformat(),
        **order_facts(order),
    }
    return _close(actor, now, order, "order.cancelled", data)


@atomic
def complete_order(*, actor: Actor, now: datetime, order_id: UUID) -> Order:
    """Close an open order as delivered and, if it was cash on delivery, as paid.

    Raises OrderUnpaid for a transfer that has not come.
    """
    order = _lock(actor.workspace_id, order_id)
    paid = order.payment_state == "paid"
    _allow(order, order.state == "open")
    if not paid and order.payment_method != "cod":
        raise OrderUnpaid(number=order.number)
    order.state, order.shipping_state = "completed", "delivered"
    if not paid:
        order.payment_state, order.paid_at = "paid", now
        append([_event(order, now, "order.paid")])
    return _close(actor, now, order, "order.completed", None)


@atomic
def confirm_payment(*, actor: Actor, now: datetime, order_id: UUID) -> Order:
    """Record that an open order's money has come."""
    order = _lock(actor.workspace_id, order_id)
    _allow(order, order.state == "open" and order.payment_state == "pending")
    order.payment_state, order.paid_at, order.updated_at = "paid", now, now
    order.save(update_fields=["payment_state", "paid_at", "updated_at"])
    append([_event(order, now, "order.paid")])
    _audit(actor, now, order, "order.paid")
    return get_order(actor.workspace_id, order.id)


def _lock(workspace_id: int, order_id: UUID) -> OrderRow:
    rows = OrderRow.objects.for_workspace(workspace_id).select_for_update()
    order = rows.filter(id=order_id).first()
    if order is None:
        raise OrderNotFound
    return order


def _allow(order: OrderRow, possible: bool) -> None:
    if not possible:
        raise OrderStateRefused(number=order.number, state=order.state)


def _close(
    actor: Actor, now: datetime, order: OrderRow, kind: str, data: dict[str, Any] | None
) -> Order:
    order.updated_at, order.closed_at = now, now
    order.save(
        update_fields=[
            "state",
            "shipping_state",
            "payment_state",
            "paid_at",
            "closed_at",
            "updated_at",
        ]
    )
    append([_event(order, now, kind, data)])
    _audit(actor, now, order, kind)
    return get_order(actor.workspace_id, order.id)


def _restock(order: OrderRow, now: datetime) -> None:
    lines = LineRow.objects.for_workspace(order.workspace_id).filter(order_id=order.id)
    ids = list(lines.values_list("product_id", flat=True))
    # The same order of locks as placing: products by id, then codes.
    SQL.rows("lock_any_products", {"workspace_id": order.workspace_id, "ids": ids})
    taken = lines.filter(counted=True).values_list("product_id", "quantity")
    move_stock(
        order.workspace_id,
        now,
        [Movement(product_id, quantity, order.id) for product_id, quantity in taken],
        reason="cancelled",
    )


def _free_code(order: OrderRow, now: datetime) -> None:
    if order.voucher_code_id:
        codes = CodeRow.objects.for_workspace(order.workspace_id)
        codes.filter(id=order.voucher_code_id, order_id=order.id, state="used").update(
            state="issued", order_id=None, updated_at=now
        )


def _event(
    order: OrderRow, now: datetime, kind: str, data: dict[str, Any] | None = None
) -> NewEvent:
    shown = {"number": order.number, "total": order.total} if data is None else data
    return NewEvent(order.workspace_id, kind, now, order.customer_id, order.id, shown)


def _audit(actor: Actor, now: datetime, order: OrderRow, action: str) -> None:
    audit(actor=actor, now=now, action=action, kind="order", item_id=order.id, name=order.number)


@atomic
def erase_contacts(workspace_id: int, customer_ids: Sequence[UUID], now: datetime) -> None:
    """Take the personal data out of erased customers' orders; the figures stay for the books."""
    orders = OrderRow.objects.for_workspace(workspace_id).filter(customer_id__in=customer_ids)
    client_ids = orders.values_list("client_id", flat=True)
    forget_captures(workspace_id, [client_id for client_id in client_ids if client_id])
    SQL.execute(
        "erase_contacts",
        {"workspace_id": workspace_id, "customer_ids": list(customer_ids), "now": now},
    )


@atomic
def move_customer(workspace_id: int, now: datetime, *, from_id: UUID, to_id: UUID) -> None:
    """Give a merged customer's orders and voucher codes to the one that stays."""
    params = {"workspace_id": workspace_id, "from_id": from_id, "to_id": to_id}
    SQL.execute("move_customer", params)
    SQL.execute("move_customer_codes", params)

"""Record orders that were placed before, elsewhere: many at once, each at its own time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.commerce.actions.placing import (
    build_lines,
    build_order,
    lock_codes,
    order_facts,
    placed_events,
    use_codes,
)
from donbay.commerce.models import Order as OrderRow
from donbay.commerce.models import OrderLine as LineRow
from donbay.commerce.placing import PlannedOrder, StockedProduct, plan_orders
from donbay.commerce.queries.products import load_products
from donbay.commerce.queries.settings import shop_of
from donbay.commerce.types import OrderRequest, OrderState
from donbay.core.errors import DomainError
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.commerce")
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order of the past: who (request.customer_id), what, when, and how it ended."""

    request: OrderRequest
    placed_at: datetime
    state: OrderState
    closed_at: datetime | None = None


@atomic
def record_past_orders(*, actor: Actor, orders: Sequence[PastOrder]) -> list[UUID]:
    """Write past orders at today's prices with their events; stock stays as it was counted.

    Raises what stands in the way of the first order that could not have been placed.
    """
    ids: list[UUID] = []
    for start in range(0, len(orders), _BATCH):
        ids += _record(actor, orders[start : start + _BATCH])
    return ids


def _record(actor: Actor, orders: Sequence[PastOrder]) -> list[UUID]:
    workspace_id = actor.workspace_id
    products = _endless(workspace_id, orders)
    codes = lock_codes(workspace_id, [order.request for order in orders])
    shop = shop_of(workspace_id)
    planned: list[PlannedOrder] = []
    for order in orders:
        (plan,) = plan_orders([order.request], products, codes, shop, order.placed_at)
        planned.append(_accepted(plan, order))
        if planned[-1].code is not None:
            codes[planned[-1].code.code] = replace(planned[-1].code, state="used")
    ((last,),) = SQL.rows("take_numbers", {"workspace_id": workspace_id, "count": len(orders)})
    rows = [
        _row(workspace_id, plan, order, last - len(orders) + 1 + index)
        for index, (plan, order) in enumerate(zip(planned, orders, strict=True))
    ]
    OrderRow.objects.insert_many(rows)
    LineRow.objects.insert_many(
        [
            line
            for plan, row in zip(planned, rows, strict=True)
            for line in build_lines(workspace_id, row.placed_at, plan, row.id)
        ]
    )
    for plan, row in zip(planned, rows, strict=True):
        if plan.code is not None:
            use_codes(workspace_id, row.placed_at, [plan], [row])
    append([event for plan, row in zip(planned, rows, strict=True) for event in _events(plan, row)])
    return [row.id for row in rows]


def _endless(workspace_id: int, orders: Sequence[PastOrder]) -> Mapping[UUID, StockedProduct]:
    ids = {line.product_id for order in orders for line in order.request.lines}
    return {
        id_: StockedProduct(id_, product.name, product.sku, product.price, None)
        for id_, product in load_products(workspace_id, list(ids)).items()
    }


def _accepted(plan: PlannedOrder | DomainError, order: PastOrder) -> PlannedOrder:
    if isinstance(plan, DomainError):
        raise plan
    if plan.request.customer_id is None:
        raise ValueError("a past order names its customer")
    if plan.code is not None and order.state == "cancelled":
        raise ValueError("a cancelled order gives its code back")
    return plan


def _row(workspace_id: int, plan: PlannedOrder, order: PastOrder, number: int) -> OrderRow:
    customer_id = plan.request.customer_id
    if customer_id is None:
        raise ValueError("a past order names its customer")
    row = build_order(workspace_id, order.placed_at, plan, customer_id, plan.request.source, number)
    row.state, row.closed_at = order.state, order.closed_at
    row.updated_at = order.closed_at or order.placed_at
    if order.state == "completed":
        row.payment_state, row.shipping_state, row.paid_at = "paid", "delivered", order.closed_at
    if order.state == "cancelled":
        row.shipping_state = "cancelled"
    return row


def _events(plan: PlannedOrder, row: OrderRow) -> list[NewEvent]:
    events = placed_events(row.placed_at, plan, row)
    short = {"number": row.number, "total": row.total}
    ends = {"completed": ("order.paid", "order.completed"), "cancelled": ("order.cancelled",)}
    for kind in ends.get(row.state, ()):
        data = short
        if kind == "order.cancelled":
            data = {**short, "placed_at": row.placed_at.isoformat(), **order_facts(row)}
        at = row.closed_at or row.placed_at
        events.append(NewEvent(row.workspace_id, kind, at, row.customer_id, row.id, data))
    return events

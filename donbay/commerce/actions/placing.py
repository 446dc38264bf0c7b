"""Place orders: stock, voucher, customer, order, ledger and events in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.commerce.actions.stock import Movement, move_stock
from donbay.commerce.amounts import VoucherTerms
from donbay.commerce.models import Order as OrderRow
from donbay.commerce.models import OrderLine as LineRow
from donbay.commerce.placing import (
    LockedCode,
    PlannedOrder,
    Quote,
    StockedProduct,
    normalise_code,
    plan_orders,
    quote_order,
)
from donbay.commerce.queries.orders import get_order
from donbay.commerce.queries.settings import shop_of
from donbay.commerce.types import Order, OrderRequest
from donbay.core.errors import DomainError
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions import upsert_people
from donbay.customers.queries import identities_of, load_profiles
from donbay.customers.types import PersonInput
from donbay.kit.ids import uuid7
from donbay.kit.phone import searched_digits
from donbay.kit.text import clean, fold
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.commerce")
_FIRST_TOUCH = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


@atomic
def place_order(*, actor: Actor, now: datetime, request: OrderRequest) -> Order:
    """Place one order; raise what stands in its way."""
    (answer,) = place_orders(actor=actor, now=now, requests=[request])
    if isinstance(answer, DomainError):
        raise answer
    return get_order(actor.workspace_id, answer)


@atomic
def place_orders(
    *, actor: Actor, now: datetime, requests: Sequence[OrderRequest]
) -> list[UUID | DomainError]:
    """Place a batch and return an order id or the reason for each request.

    Requests are served in turn, so the last piece is sold once; a refused request writes
    nothing. A request whose client_id was served before gets that order again.
    """
    workspace_id = actor.workspace_id
    served = _served(workspace_id, requests)
    fresh = [r for r in _once(requests) if r.client_id is None or r.client_id not in served]
    products = _lock_products(workspace_id, fresh)
    codes = lock_codes(workspace_id, fresh)
    plans = plan_orders(fresh, products, codes, shop_of(workspace_id), now)
    placed = _write(actor, now, [plan for plan in plans if isinstance(plan, PlannedOrder)])
    answers: dict[int, UUID | DomainError] = {
        id(request): plan if isinstance(plan, DomainError) else placed[id(request)]
        for request, plan in zip(fresh, plans, strict=True)
    }
    first = {r.client_id: answers[id(r)] for r in fresh if r.client_id is not None}
    return [answers[id(r)] if id(r) in answers else _known(r, served, first) for r in requests]


@atomic
def quote(*, workspace_id: int, now: datetime, request: OrderRequest) -> Quote:
    """Price an order before it is placed, under the locks that placing takes; write nothing."""
    return quote_order(
        request,
        _lock_products(workspace_id, [request]),
        lock_codes(workspace_id, [request]),
        shop_of(workspace_id),
        now,
    )


def _known(
    request: OrderRequest,
    served: Mapping[UUID, UUID],
    first: Mapping[UUID, UUID | DomainError],
) -> UUID | DomainError:
    if request.client_id is None:
        raise ValueError("a request without a client id is always new")
    return served.get(request.client_id) or first[request.client_id]


def _once(requests: Sequence[OrderRequest]) -> list[OrderRequest]:
    by_key: dict[object, OrderRequest] = {}
    for request in requests:
        by_key.setdefault(request.client_id or id(request), request)
    return list(by_key.values())


def _served(workspace_id: int, requests: Sequence[OrderRequest]) -> dict[UUID, UUID]:
    wanted = [request.client_id for request in requests if request.client_id]
    rows = OrderRow.objects.for_workspace(workspace_id).filter(client_id__in=wanted)
    return {client: id_ for client, id_ in rows.values_list("client_id", "id") if client}


def _lock_products(
    workspace_id: int, requests: Sequence[OrderRequest]
) -> dict[UUID, StockedProduct]:
    ids = {line.product_id for request in requests for line in request.lines}
    rows = SQL.dicts("lock_products", {"workspace_id": workspace_id, "ids": list(ids)})
    return {row["id"]: StockedProduct(**row) for row in rows}


def lock_codes(workspace_id: int, requests: Sequence[OrderRequest]) -> dict[str, LockedCode]:
    """Lock the voucher codes that requests name, by code."""
    typed = {normalise_code(request.voucher_code) for request in requests} - {""}
    if not typed:
        return {}
    rows = SQL.dicts("lock_codes", {"workspace_id": workspace_id, "codes": list(typed)})
    owners = {row["customer_id"] for row in rows if row["customer_id"]}
    identities = {
        owner: frozenset(value for _, value in identities_of(workspace_id, owner))
        for owner in owners
    }
    return {row["code"]: _code(row, identities) for row in rows}


def _code(row: dict[str, Any], identities: Mapping[UUID, frozenset[str]]) -> LockedCode:
    terms = VoucherTerms(row.pop("kind"), row.pop("value"), row.pop("min_total"))
    return LockedCode(**row, terms=terms, owner=identities.get(row["customer_id"], frozenset()))


def _write(actor: Actor, now: datetime, plans: Sequence[PlannedOrder]) -> dict[int, UUID]:
    if not plans:
        return {}
    workspace_id = actor.workspace_id
    customers = _customers(actor, now, plans)
    sources = _sources(workspace_id, plans, customers)
    ((last,),) = SQL.rows("take_numbers", {"workspace_id": workspace_id, "count": len(plans)})
    first_number = last - len(plans) + 1
    orders = [
        build_order(workspace_id, now, plan, customer, source, first_number + index)
        for index, (plan, customer, source) in enumerate(
            zip(plans, customers, sources, strict=True)
        )
    ]
    OrderRow.objects.insert_many(orders)
    LineRow.objects.insert_many(
        [
            line
            for plan, order in zip(plans, orders, strict=True)
            for line in build_lines(workspace_id, now, plan, order.id)
        ]
    )
    use_codes(workspace_id, now, plans, orders)
    append(
        [event for pair in zip(plans, orders, strict=True) for event in placed_events(now, *pair)]
    )
    move_stock(
        workspace_id,
        now,
        [
            Movement(line.product.id, -line.quantity, order.id)
            for plan, order in zip(plans, orders, strict=True)
            for line in plan.lines
        ],
        reason="order",
    )
    if actor.kind != "system":  # by hand; what visitors do is in the log
        for order in orders:
            audit(
                actor=actor, now=now, action="order.created", kind="order", item_id=order.id,
                name=order.number,
            )  # fmt: skip
    return {id(plan.request): order.id for plan, order in zip(plans, orders, strict=True)}


def _customers(actor: Actor, now: datetime, plans: Sequence[PlannedOrder]) -> list[UUID]:
    """Return who orders: the customer named, or the one the contact belongs to."""
    unnamed = [plan.request for plan in plans if plan.request.customer_id is None]
    people = [
        PersonInput(
            full_name=request.contact.name,
            phone=request.contact.phone,
            email=request.contact.email,
            address=request.contact.address,
            source=_person_source(request),
        )
        for request in unnamed
    ]
    upserted = upsert_people(actor=actor, now=now, people=people, overwrite=False)
    found = {id(r): person.customer_id for r, person in zip(unnamed, upserted, strict=True)}
    return [plan.request.customer_id or found[id(plan.request)] for plan in plans]


def _person_source(request: OrderRequest) -> dict[str, str]:
    page = {"page_id": str(request.page_id)} if request.page_id else {}
    return {**request.source, **page}


def _sources(
    workspace_id: int, plans: Sequence[PlannedOrder], customers: Sequence[UUID]
) -> list[dict[str, str]]:
    """Return each order's source: the visit's own, else where the customer first came from."""
    bare = [
        customer
        for plan, customer in zip(plans, customers, strict=True)
        if not plan.request.source.get("utm_source")
    ]
    profiles = load_profiles(workspace_id, bare) if bare else {}
    sources = []
    for plan, customer in zip(plans, customers, strict=True):
        source = dict(plan.request.source)
        if customer in profiles and not source.get("utm_source"):
            known = profiles[customer].source
            source |= {key: known[key] for key in _FIRST_TOUCH if known.get(key)}
        sources.append(source)
    return sources


def build_order(
    workspace_id: int,
    now: datetime,
    plan: PlannedOrder,
    customer_id: UUID,
    source: Mapping[str, str],
    number: int,
) -> OrderRow:
    """Return the row of a planned order."""
    request, contact = plan.request, plan.request.contact
    shown_number = f"DH{number:05d}"
    return OrderRow(
        id=uuid7(),
        workspace_id=workspace_id,
        created_at=now,
        updated_at=now,
        placed_at=now,
        number=shown_number,
        customer_id=customer_id,
        payment_method=request.payment_method,
        voucher_code_id=plan.code.id if plan.code else None,
        voucher_code=plan.code.code if plan.code else "",
        contact={name: clean(value)[:500] for name, value in asdict(contact).items()},
        search_text=fold(
            " ".join(
                [
                    shown_number,
                    contact.name,
                    contact.phone,
                    *searched_digits(contact.phone),
                    contact.email,
                ]
            )
        ),
        note=request.note.strip()[:2000],
        source=dict(source),
        page_id=request.page_id,
        message_id=request.message_id,
        flow_id=request.flow_id,
        client_id=request.client_id,
        **asdict(plan.amounts),
    )


def build_lines(
    workspace_id: int, now: datetime, plan: PlannedOrder, order_id: UUID
) -> list[LineRow]:
    """Return the rows of a planned order's lines."""
    return [
        LineRow(
            workspace_id=workspace_id,
            created_at=now,
            updated_at=now,
            order_id=order_id,
            product_id=line.product.id,
            position=position,
            name=line.product.name,
            sku=line.product.sku,
            price=line.product.price,
            quantity=line.quantity,
            total=line.product.price * line.quantity,
            counted=line.product.stock is not None,
        )
        for position, line in enumerate(plan.lines)
    ]


def use_codes(
    workspace_id: int, now: datetime, plans: Sequence[PlannedOrder], orders: Sequence[OrderRow]
) -> None:
    """Mark the codes of planned orders as used by them."""
    used = [
        (plan.code.id, order.id)
        for plan, order in zip(plans, orders, strict=True)
        if plan.code is not None
    ]
    if used:
        SQL.execute(
            "use_codes",
            {
                "workspace_id": workspace_id,
                "now": now,
                "code_ids": [code_id for code_id, _ in used],
                "order_ids": [order_id for _, order_id in used],
            },
        )


def placed_events(now: datetime, plan: PlannedOrder, order: OrderRow) -> list[NewEvent]:
    """Return the facts that an order was placed, and its voucher used."""
    events = [_placed_event(now, plan, order)]
    if plan.code:
        used = {"voucher_id": str(plan.code.voucher_id), "order_id": str(order.id)}
        events.append(
            NewEvent(order.workspace_id, "voucher.used", now, order.customer_id, plan.code.id, used)
        )
    return events


def _placed_event(now: datetime, plan: PlannedOrder, order: OrderRow) -> NewEvent:
    data = {
        "number": order.number,
        "total": order.total,
        "payment_method": order.payment_method,
        "product_ids": [str(line.product.id) for line in plan.lines],
        **order_facts(order),
    }
    return NewEvent(order.workspace_id, "order.placed", now, order.customer_id, order.id, data)


def order_facts(order: OrderRow) -> dict[str, Any]:
    """Return what reports and flows need of an order: source, page, message, flow; ids only."""
    return {
        "source": {k: v for k, v in order.source.items() if k in _FIRST_TOUCH},
        "page_id": str(order.page_id) if order.page_id else None,
        "message_id": order.message_id,
        "flow_id": str(order.flow_id) if order.flow_id else None,
    }

"""A year of a small shop, drawn by a seeded generator: growth, weekdays, repeat buyers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from donbay.app.demo.people import Source, draw_source
from donbay.commerce.actions import PastOrder
from donbay.commerce.types import Contact, OrderRequest, OrderState, Product, WantedLine

DAYS = 365
CUSTOMERS = 2_000
WEEKS = timedelta(weeks=6)  # lived through day by day (past.py)
_GROUP, _HOUR = timedelta(days=3), timedelta(hours=1)
# Monday first: people shop in the evenings of the week and on Sunday.
_WEEKDAYS = (1.0, 1.05, 1.0, 1.05, 1.1, 0.8, 1.25)
# Hours in Vietnam (UTC+7) and how busy they are.
_HOURS = (8, 9, 10, 11, 12, 14, 15, 16, 19, 20, 21, 22)
_BUSY = (3, 5, 6, 6, 7, 4, 4, 5, 8, 11, 10, 5)
_UNDECIDED = timedelta(days=3)
_JUST_NOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with what her orders need."""

    id: UUID
    contact: Contact
    joined_at: datetime


def draw_joins(rng: random.Random, start: datetime) -> list[list[datetime]]:
    """Return when each of the 2,000 customers came, oldest first, in groups.

    A group is taken in at its first one's time, so it is of three days, and of an hour in the
    last weeks, where people look at one customer's days closely.
    """
    days = [start + timedelta(days=offset) for offset in range(1, DAYS + 1)]
    weights = [_weight(day, offset) for offset, day in enumerate(days)]
    drawn = [_hour_of(rng, day) for day in rng.choices(days, weights, k=CUSTOMERS)]
    # Who would come later today came yesterday: the year ends now.
    joins = sorted(at if at < days[-1] - _JUST_NOW else at - timedelta(days=1) for at in drawn)
    groups: dict[timedelta, list[datetime]] = {}
    for at in joins:
        width = _HOUR if at >= days[-1] - WEEKS else _GROUP
        groups.setdefault((at - start) // width * width, []).append(at)
    return [groups[key] for key in sorted(groups)]


def draw_orders(
    rng: random.Random,
    buyers: Sequence[Buyer],
    products: Sequence[tuple[Product, int]],
    order_page: tuple[UUID, UUID],
    now: datetime,
) -> list[PastOrder]:
    """Return a year of orders, oldest first: a third never buys, some come back often.

    `order_page`: the page that takes orders, and the one product it sells.
    """
    orders = [
        _order(rng, buyer, products, order_page, at, now)
        for buyer in buyers
        for at in _visits(rng, buyer, now)
    ]
    return sorted(orders, key=lambda order: order.placed_at)


def _visits(rng: random.Random, buyer: Buyer, now: datetime) -> list[datetime]:
    times = rng.choices((0, 1, 2, 3, 5, 8), (34, 33, 16, 9, 6, 2))[0]
    at = buyer.joined_at + timedelta(minutes=rng.randint(5, 4 * 24 * 60))
    visits = []
    for _ in range(times):
        if at >= now - _JUST_NOW:
            break
        visits.append(at)
        at = _hour_of(rng, at + timedelta(days=rng.randint(18, 75)))
    return visits


def _order(
    rng: random.Random,
    buyer: Buyer,
    products: Sequence[tuple[Product, int]],
    order_page: tuple[UUID, UUID],
    at: datetime,
    now: datetime,
) -> PastOrder:
    chosen = {
        rng.choices(products, [weight for _, weight in products])[0][0].id
        for _ in range(rng.choices((1, 2, 3), (62, 28, 10))[0])
    }
    page_id, sold_there = order_page
    by_page = rng.random() < 0.45
    if by_page:
        chosen = {sold_there}
    state = _state(rng, at, now)
    request = OrderRequest(
        contact=buyer.contact,
        lines=tuple(
            WantedLine(id_, rng.choices((1, 2, 3), (82, 14, 4))[0]) for id_ in sorted(chosen)
        ),
        payment_method="bank" if rng.random() < 0.35 else "cod",
        customer_id=buyer.id,
        source=_utm(draw_source(rng)),
        page_id=page_id if by_page else None,
    )
    closed = min(at + timedelta(hours=rng.randint(20, 70)), now) if state != "open" else None
    return PastOrder(request, at, state, closed)


def _state(rng: random.Random, at: datetime, now: datetime) -> OrderState:
    if now - at < _UNDECIDED and rng.random() < 0.8:
        return "open"
    return "cancelled" if rng.random() < 0.07 else "completed"


def _utm(source: Source) -> dict[str, str]:
    values = {
        "utm_source": source.source,
        "utm_medium": source.medium,
        "utm_campaign": source.campaign,
    }
    return {key: value for key, value in values.items() if value}


def _weight(day: datetime, offset: int) -> float:
    return _WEEKDAYS[day.weekday()] * growth(offset)


def growth(offset: int) -> float:
    """Return how much busier than on average the shop is on a day of its year."""
    return 0.45 + 1.1 * offset / DAYS


def _hour_of(rng: random.Random, day: datetime) -> datetime:
    hour = rng.choices(_HOURS, _BUSY)[0] - 7
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=hour, seconds=rng.randint(0, 3599)
    )

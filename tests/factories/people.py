"""Builders of workspaces and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from donbay.accounts.actions import create_workspace
from donbay.core.types import Actor
from donbay.customers.actions import upsert_people
from donbay.customers.types import PersonInput, UpsertedPerson

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
_numbers = count(1)


@dataclass(frozen=True)
class Shop:
    """A workspace to test in, and the actor of its own engines."""

    id: int
    slug: str

    @property
    def actor(self) -> Actor:
        """The system itself, in this shop."""
        return Actor.system(self.id)


def a_shop(*, is_demo: bool = True, **settings: Any) -> Shop:
    """Create a workspace; one of the demo never sends by the house's server."""
    slug = f"shop-{next(_numbers)}"
    id_ = create_workspace(
        slug=slug, name=slug.title(), now=NOW, is_demo=is_demo, settings=settings
    )
    return Shop(id_, slug)


def people(
    shop: Shop, *given: PersonInput, overwrite: bool = False, now: datetime = NOW
) -> list[UpsertedPerson]:
    """Take people in."""
    return upsert_people(actor=shop.actor, now=now, people=given, overwrite=overwrite)


def a_customer(shop: Shop, *, now: datetime = NOW, **values: Any) -> UUID:
    """Take one person in and return the customer's id."""
    (made,) = people(shop, PersonInput(**values), now=now)
    return made.customer_id


def some_customers(shop: Shop, number: int) -> Sequence[UUID]:
    """Take in a number of people with a phone each."""
    given = [PersonInput(full_name=f"Khách {i}", phone=f"09{i:08d}") for i in range(number)]
    return [made.customer_id for made in people(shop, *given)]

"""Keeps what published pages show of the shop and its products true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from donbay.accounts.queries import get_workspace
from donbay.core.registry import Event, Reactor
from donbay.core.types import Actor
from donbay.log.actions import append
from donbay.log.types import NewEvent
from donbay.sites.actions import renew_pages


def note_shop_changed(actor: Actor, now: datetime) -> None:
    """Put a change of the shop's details into the log, for its pages to be rendered again."""
    at = now + get_workspace(actor.workspace_id).clock_offset
    append([NewEvent(actor.workspace_id, "shop.changed", at)])


def react(events: Sequence[Event]) -> None:
    """Render the live pages of each shop that show what changed, once each."""
    changed: dict[int, set[UUID]] = {}
    whole: set[int] = set()
    for event in events:
        if event.kind == "shop.changed":
            whole.add(event.workspace_id)
        elif event.subject_id is not None:
            changed.setdefault(event.workspace_id, set()).add(event.subject_id)
    now = {event.workspace_id: event.occurred_at for event in events}
    for workspace_id in sorted({*changed, *whole}):
        products = None if workspace_id in whole else changed[workspace_id]
        renew_pages(workspace_id=workspace_id, product_ids=products, now=now[workspace_id])


FACTS = Reactor("sites.products", frozenset({"product.changed", "shop.changed"}), react)

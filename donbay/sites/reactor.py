"""Keeps what published pages show of products true."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from donbay.core.registry import Event, Reactor
from donbay.sites.actions import renew_pages


def react(events: Sequence[Event]) -> None:
    """Render the live pages of each shop that show a product that changed, once each."""
    changed: dict[int, set[UUID]] = {}
    for event in events:
        if event.subject_id is not None:
            changed.setdefault(event.workspace_id, set()).add(event.subject_id)
    now = {event.workspace_id: event.occurred_at for event in events}
    for workspace_id, product_ids in sorted(changed.items()):
        renew_pages(workspace_id=workspace_id, product_ids=product_ids, now=now[workspace_id])


PRODUCTS = Reactor("sites.products", frozenset({"product.changed"}), react)

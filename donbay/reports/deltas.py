"""Pure core of the roll-up: what one event adds to which cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from donbay.core.registry import Event
from donbay.reports.types import RollupKey

DIRECT = "direct"
_METRICS = {
    "order.placed": "order",
    "order.cancelled": "order",
    "customer.created": "new_customer",
    "form.submitted": "lead",
    "message.sent": "message",
    "page.viewed": "view",
    "page.published": "page_published",
    "flow.entered": "flow_entry",
}
KINDS = frozenset(_METRICS)
_BY_SOURCE = frozenset({"order", "new_customer", "lead"})
_BY_PAGE = frozenset({"order", "lead", "view"})
_MAX_VALUE = 200

Deltas = dict[RollupKey, tuple[int, int]]


def sum_deltas(events: Iterable[Event]) -> Deltas:
    """Add up what events change; cells that come to nothing are left out."""
    sums: dict[RollupKey, tuple[int, int]] = {}
    for event in events:
        count, amount = _weight(event)
        for key in _keys(event):
            known = sums.get(key, (0, 0))
            sums[key] = (known[0] + count, known[1] + amount)
    return {key: change for key, change in sums.items() if change != (0, 0)}


def _weight(event: Event) -> tuple[int, int]:
    data = data_of(event)
    if event.kind == "order.placed":
        return 1, int(data.get("total", 0))
    if event.kind == "order.cancelled":
        return -1, -int(data.get("total", 0))
    if event.kind == "page.viewed":
        return int(data.get("views", 1)), 0
    return 1, 0


def _keys(event: Event) -> list[RollupKey]:
    metric, data = _METRICS[event.kind], data_of(event)
    hour = _hour(event, data)
    keys = [RollupKey(event.workspace_id, hour, metric, "all", "")]
    if metric in _BY_SOURCE:
        keys.append(RollupKey(event.workspace_id, hour, metric, "source", _source(data)))
    page = data.get("page_id")
    if metric in _BY_PAGE and page:
        keys.append(RollupKey(event.workspace_id, hour, metric, "page", str(page)))
    return keys


def _hour(event: Event, data: Mapping[str, Any]) -> datetime:
    """Return the hour an event counts in; a cancelled order leaves the hour it was placed in."""
    at = event.occurred_at
    if event.kind == "order.cancelled" and data.get("placed_at"):
        at = datetime.fromisoformat(str(data["placed_at"]))
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _source(data: Mapping[str, Any]) -> str:
    for holder in (data.get("source"), data.get("utm"), data):
        if isinstance(holder, Mapping):
            name = holder.get("utm_source") or holder.get("source")
            if isinstance(name, str) and name.strip():
                return name.strip().lower()[:_MAX_VALUE]
    return DIRECT


def data_of(event: Event) -> Mapping[str, Any]:
    """Return an event's data as a mapping, also where the driver gave its JSON text."""
    data: Any = event.data
    read: Mapping[str, Any] = json.loads(data) if isinstance(data, str) else data
    return read

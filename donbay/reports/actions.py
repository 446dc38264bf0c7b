"""Writes of the reports room: the roll-up reactor and its rebuild."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core.registry import Capture, CaptureOutcome, Event
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.log.actions import append
from donbay.log.queries import read_after
from donbay.log.types import Cursor, NewEvent
from donbay.reports.deltas import KINDS, Deltas, sum_deltas

SQL = Sql("donbay.reports")
REBUILD = "report.rebuild_asked"
REACTOR_KINDS = KINDS | {REBUILD}
_READ = 5_000


def roll_up(events: Sequence[Event]) -> None:
    """Add events to the roll-up; the caller's transaction also moves the cursor.

    A rebuild is an event like any other: everything before it in the log is counted anew,
    everything after it is added, so that no event counts twice or not at all.
    """
    for workspace_id in sorted({event.workspace_id for event in events}):
        own = [event for event in events if event.workspace_id == workspace_id]
        asked = [index for index, event in enumerate(own) if event.kind == REBUILD]
        if asked:
            _recount(workspace_id, own[asked[-1]].id)
            own = own[asked[-1] + 1 :]
        _add(sum_deltas(own))


@atomic
def ask_rebuild(*, actor: Actor, now: datetime) -> None:
    """Ask the reactor to recount a workspace's roll-up from the log."""
    append([NewEvent(actor.workspace_id, REBUILD, now)])
    audit(actor=actor, now=now, action=REBUILD, kind="report")


def process_views(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Log how often pages were looked at: one event a page and batch, whoever looked."""
    views: Counter[str] = Counter()
    for capture in captures:
        views.update(_views(capture))
    append(
        [
            NewEvent(
                workspace_id, "page.viewed", now, None, None, {"page_id": page_id, "views": count}
            )
            for page_id, count in sorted(views.items())
        ]
    )
    return [CaptureOutcome(capture.id, result={}) for capture in captures]


def _views(capture: Capture) -> dict[str, int]:
    page_id, count = capture.payload.get("page_id"), capture.payload.get("count", 1)
    return {str(page_id): count} if page_id and isinstance(count, int) and count > 0 else {}


def _recount(workspace_id: int, until_id: int) -> None:
    """Count a workspace's events from the start of the log up to one event."""
    SQL.execute("clear", {"workspace_id": workspace_id})
    place = Cursor()
    while tail := read_after(place, _READ):
        ids = [item.event.id for item in tail]
        last = ids.index(until_id) if until_id in ids else None
        events = [item.event for item in tail[:last]]
        _add(
            sum_deltas(
                event
                for event in events
                if event.workspace_id == workspace_id and event.kind in KINDS
            )
        )
        if last is not None:
            return
        place = tail[-1].place


def _add(deltas: Deltas) -> None:
    if not deltas:
        return
    keys = sorted(deltas)
    SQL.execute(
        "add_deltas",
        {
            "workspace_ids": [key.workspace_id for key in keys],
            "hours": [key.hour for key in keys],
            "metrics": [key.metric for key in keys],
            "dimensions": [key.dimension for key in keys],
            "values": [key.value for key in keys],
            "counts": [deltas[key][0] for key in keys],
            "amounts": [deltas[key][1] for key in keys],
        },
    )

"""Let customers into flows, set-based: the database decides who may."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.queries import workspace_zone
from donbay.automation.flows.queries.flows import SQL
from donbay.automation.flows.types import Entry
from donbay.core.arrays import array, text_array
from donbay.core.notify import notify
from donbay.kit.clock import local_date
from donbay.log.actions import append_alike

WAKE_CHANNEL = "donbay_flows"
MAX_STARTS_A_DAY = 20


@atomic
def enter_customers(*, workspace_id: int, entries: Sequence[Entry]) -> int:
    """Start runs for those who are not inside and may enter again; return how many.

    Two flows that set off each other are stopped by the number of starts a customer has on one
    day: the start over the limit is kept as a refused run with its reason.
    """
    if not entries:
        return 0
    days = local_days(workspace_id, entries)
    started = 0
    for day in sorted(set(days)):
        today = [entry for entry, its_day in zip(entries, days, strict=True) if its_day == day]
        started += _enter(workspace_id, day, today)
    if started:
        notify(WAKE_CHANNEL)
    return started


def local_days(workspace_id: int, entries: Sequence[Entry]) -> list[date]:
    """Return the calendar day of each entry in the workspace's zone."""
    zone = workspace_zone(workspace_id)
    return [local_date(entry.entered_at, zone) for entry in entries]


def _enter(workspace_id: int, day: date, entries: Sequence[Entry]) -> int:
    allowed = {
        (flow_id.int, customer_id.int)
        for flow_id, customer_id in SQL.rows(
            "claim_entries",
            {
                "workspace_id": workspace_id,
                "day": day,
                "flow_ids": array(entry.flow_id for entry in entries),
                "customer_ids": array(entry.customer_id for entry in entries),
                "entered_ats": array(entry.entered_at for entry in entries),
                "seconds": array(entry.reentry_seconds for entry in entries),
            },
        )
    }
    going = [entry for entry in entries if (entry.flow_id.int, entry.customer_id.int) in allowed]
    if not going:
        return 0
    starts = _starts(workspace_id, day, {entry.customer_id for entry in going})
    looping = [starts.get(entry.customer_id, 0) > MAX_STARTS_A_DAY for entry in going]
    return _start(workspace_id, going, looping)


def _starts(workspace_id: int, day: date, customer_ids: set[UUID]) -> dict[UUID, int]:
    params = {"workspace_id": workspace_id, "day": day, "customer_ids": array(customer_ids)}
    return dict(SQL.rows("count_starts", params))


def _start(workspace_id: int, entries: Sequence[Entry], refused: Sequence[bool]) -> int:
    rows = SQL.rows(
        "insert_runs",
        {
            "workspace_id": workspace_id,
            "flow_ids": array(entry.flow_id for entry in entries),
            "version_ids": array(entry.version_id for entry in entries),
            "customer_ids": array(entry.customer_id for entry in entries),
            "trigger_ids": text_array(entry.trigger_id for entry in entries),
            "event_ids": array(entry.event_id for entry in entries),
            "states": text_array("refused" if no else "active" for no in refused),
            "node_ids": text_array(entry.node_id for entry in entries),
            "entered_ats": array(entry.entered_at for entry in entries),
            "reasons": text_array("too_many_starts" if no else "" for no in refused),
            "contexts": text_array(
                json.dumps(dict(entry.context)) if entry.context else "{}" for entry in entries
            ),
        },
    )
    started = [row for row in rows if row[3] == "active"]
    if not started:
        return 0
    ids, flow_ids, customer_ids, _, entered_ats = zip(*started, strict=True)
    append_alike(
        workspace_id=workspace_id, kind="flow.entered", occurred_at=entered_ats,
        customer_ids=customer_ids, subject_ids=flow_ids, numbers={"run_id": ids},
    )  # fmt: skip
    return len(started)

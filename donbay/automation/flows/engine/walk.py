"""One turn of the engine: claim what is due in each workspace, step it, write it, commit."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.transaction import atomic

from donbay.automation.flows.engine.stepping import Stepper
from donbay.automation.flows.engine.versions import Version, VersionCache
from donbay.automation.flows.engine.walker import Walker
from donbay.automation.flows.models import Flow
from donbay.automation.flows.queries.flows import SQL
from donbay.core.arrays import array, text_array
from donbay.kit.clock import utcnow
from donbay.log.actions import append
from donbay.log.types import NewEvent

BATCH = 2_000
_LEAST = 200
# Any open transaction holds every cursor of the log back, so a turn stops following runs to
# their next nodes once it has taken this long; what is left is taken up by the next turn.
TURN_SECONDS = 0.2
_FINISHED = {"done": "flow.finished", "stopped": "flow.finished", "failed": "flow.failed"}
_versions = VersionCache()


class Pace:
    """How many runs to claim, so that a turn can follow them to their next rest in its time.

    A run that is put down halfway is claimed, read and written once more: on a busy machine a
    batch of 2,000 was claimed four times over.
    """

    def __init__(self) -> None:
        self.batch = BATCH

    def learn(self, *, finished: bool, seconds: float, claimed: int) -> None:
        """Claim fewer after a turn that ran out of time, more after a full one with time left."""
        if not finished:
            self.batch = max(_LEAST, self.batch // 2)
        elif seconds < TURN_SECONDS / 3 and claimed >= self.batch:
            self.batch = min(BATCH, self.batch * 2)


_pace = Pace()

Place = tuple[UUID, str | None]


def run_once() -> int:
    """Give every workspace with due runs one batch, longest waiting first; return runs moved."""
    lanes = SQL.rows("list_lanes", {"real_now": utcnow()})
    moved = sum(run_lane(workspace_id, now) for workspace_id, now in lanes)
    return moved or _unpark()


def run_lane(workspace_id: int, now: datetime, batch: int | None = None) -> int:
    """Move at most `batch` due runs of a workspace in one transaction; return how many."""
    with atomic(durable=not connection.in_atomic_block):
        params = {"workspace_id": workspace_id, "now": now, "batch": batch or _pace.batch}
        walkers = [_walker(row) for row in SQL.rows("claim_runs", params)]
        if not walkers:
            return 0
        stepper = Stepper(workspace_id, now)
        living = _rest_or_stop(workspace_id, walkers, now)
        versions = _versions.load(workspace_id, {walker.version_id for walker in living})
        started = time.monotonic()
        finished = _walk(stepper, versions, living)
        seconds = time.monotonic() - started
        _pace.learn(finished=finished, seconds=seconds, claimed=len(walkers))
        touched = [walker for walker in walkers if walker.touched]
        _write(workspace_id, now, touched, stepper)
        return len(touched)


def _walker(row: tuple[Any, ...]) -> Walker:
    id_, flow_id, version_id, customer_id, node_id, entered, arrived, steps, attempts, known = row
    return Walker(
        id_,
        flow_id,
        version_id,
        customer_id,
        node_id,
        datetime.fromisoformat(entered),
        datetime.fromisoformat(arrived),
        steps,
        attempts,
        known or {},
    )


def _unpark() -> int:
    with atomic(durable=not connection.in_atomic_block):
        return SQL.execute("unpark_runs", {"batch": BATCH})


def _rest_or_stop(workspace_id: int, walkers: Sequence[Walker], now: datetime) -> list[Walker]:
    """Park runs of paused flows and stop those of deleted ones; return the others."""
    rows = Flow.objects.for_workspace(workspace_id).filter(id__in={w.flow_id for w in walkers})
    states = {
        id_: "deleted" if deleted_at else state
        for id_, state, deleted_at in rows.values_list("id", "state", "deleted_at")
    }
    living = []
    for walker in walkers:
        state = states.get(walker.flow_id, "deleted")
        if state == "live":
            living.append(walker)
            continue
        walker.due_at = now
        if state == "deleted":
            walker.end("stopped", now, "flow_deleted")
        else:
            walker.park()
    return living


def _walk(stepper: Stepper, versions: Mapping[UUID, Version], walkers: Sequence[Walker]) -> bool:
    """Step walkers in groups at one node of one version, and follow them while time allows.

    Return whether all came to rest. The first group is stepped however slow the machine, so
    that every turn gets somewhere.
    """
    groups = _grouped(walkers)
    stop_at = time.monotonic() + TURN_SECONDS
    first = True
    while groups and (first or time.monotonic() < stop_at):
        first = False
        place, group = next(iter(groups.items()))
        del groups[place]
        version = versions.get(place[0])
        node = version.nodes.get(place[1] or "") if version else None
        if version is None or node is None:
            for walker in group:
                walker.end("failed", stepper.now, "node_missing")
            continue
        stepper.step(version, node, group)
        for walker in group:
            if walker.state == "active" and walker.due_at == stepper.now and not walker.attempts:
                groups.setdefault((walker.version_id, walker.node_id), []).append(walker)
    return not groups


def _grouped(walkers: Iterable[Walker]) -> dict[Place, list[Walker]]:
    groups: dict[Place, list[Walker]] = {}
    for walker in walkers:
        groups.setdefault((walker.version_id, walker.node_id), []).append(walker)
    return groups


def _write(workspace_id: int, now: datetime, walkers: Sequence[Walker], stepper: Stepper) -> None:
    """Write step log, moves and events of one batch: three statements."""
    if stepper.left:
        run_ids, numbers, version_ids, node_ids, outlets, reasons = zip(*stepper.left, strict=True)
        SQL.execute(
            "log_steps",
            {
                "workspace_id": workspace_id,
                "now": now,
                "run_ids": array(run_ids),
                "numbers": array(numbers),
                "version_ids": array(version_ids),
                "node_ids": text_array(node_ids),
                "outlets": text_array(outlets),
                "reasons": text_array(reasons),
            },
        )
    SQL.execute(
        "move_runs",
        {
            "ids": array(w.id for w in walkers),
            "node_ids": text_array(w.node_id for w in walkers),
            "states": text_array(w.state for w in walkers),
            "due_ats": array(w.due_at for w in walkers),
            "arrived_ats": array(w.arrived_at for w in walkers),
            "finished_ats": array(w.finished_at for w in walkers),
            "steps": array(w.steps for w in walkers),
            "attempts": array(w.attempts for w in walkers),
            "reasons": text_array(w.reason for w in walkers),
            "details": text_array(w.detail for w in walkers),
            "contexts": text_array(
                json.dumps(dict(w.context)) if w.context_changed else None for w in walkers
            ),
        },
    )
    append(
        [
            NewEvent(
                workspace_id, _FINISHED[w.state], now, w.customer_id, w.flow_id, {"run_id": w.id}
            )
            for w in walkers
            if w.state in _FINISHED
        ]
    )

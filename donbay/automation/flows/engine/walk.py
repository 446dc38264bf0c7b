"""One turn of the engine: claim what is due in each workspace, step it, write it, commit."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.transaction import atomic

from donbay.automation.flows.engine.crowd import (
    Crowd,
    Left,
    Rest,
    cut,
    end,
    park,
    parts,
    stay,
)
from donbay.automation.flows.engine.stepping import Stepper
from donbay.automation.flows.engine.versions import Version, VersionCache
from donbay.automation.flows.models import Flow
from donbay.automation.flows.queries.flows import SQL
from donbay.core.arrays import array, text_array
from donbay.kit.clock import utcnow
from donbay.log.actions import append_alike

BATCH = 2_000
_LEAST = 200
# Any open transaction holds every cursor of the log back, so a turn stops following runs to
# their next nodes once it has taken this long; what is left is taken up by the next turn.
# 2,000 runs of a few steps take about that on one core; half of it meant half the batch.
TURN_SECONDS = 0.4
_FINISHED = {"done": "flow.finished", "stopped": "flow.finished", "failed": "flow.failed"}
_versions = VersionCache()
V = TypeVar("V")


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

# Where runs stand, and whether they have come there in this turn.
Place = tuple[UUID, str | None, bool]


def run_once() -> int:
    """Give every workspace with due runs one batch, longest waiting first; return runs moved."""
    lanes = SQL.rows("list_lanes", {"real_now": utcnow()})
    moved = sum(run_lane(workspace_id, now) for workspace_id, now in lanes)
    return moved or _unpark()


def run_lane(workspace_id: int, now: datetime, batch: int | None = None) -> int:
    """Move at most `batch` due runs of a workspace in one transaction; return how many."""
    with atomic(durable=not connection.in_atomic_block):
        params = {"workspace_id": workspace_id, "now": now, "batch": batch or _pace.batch}
        crowds = _crowds(SQL.rows("claim_runs", params))
        if not crowds:
            return 0
        stepper = Stepper(workspace_id, now)
        living = _rest_or_stop(stepper, crowds)
        versions = _versions.load(workspace_id, {crowd.version_id for crowd in living})
        started = time.monotonic()
        finished = _walk(stepper, versions, living)
        seconds = time.monotonic() - started
        _pace.learn(finished=finished, seconds=seconds, claimed=sum(map(len, crowds)))
        _write(workspace_id, now, stepper.rests, stepper)
        return sum(len(rest.crowd) for rest in stepper.rests)


def _crowds(rows: Sequence[tuple[Any, ...]]) -> list[Crowd]:
    """Part claimed runs by where they stand."""
    if not rows:
        return []
    flows, versions, nodes, *columns = zip(*rows, strict=True)
    ids, customers, entered, arrived, steps, attempts, contexts = map(list, columns)
    crowds = []
    for (flow_id, version_id, node_id), places in parts(
        list(zip(flows, versions, nodes, strict=True))
    ):
        crowds.append(
            Crowd(
                flow_id=UUID(flow_id),
                version_id=UUID(version_id),
                node_id=node_id,
                ids=cut(ids, places),
                customer_ids=cut(customers, places),
                entered_at=[datetime.fromisoformat(entered[place]) for place in places],
                arrived_at=[datetime.fromisoformat(arrived[place]) for place in places],
                steps=cut(steps, places),
                attempts=cut(attempts, places),
                contexts=[contexts[place] or {} for place in places],
            )
        )
    return crowds


def _unpark() -> int:
    with atomic(durable=not connection.in_atomic_block):
        return SQL.execute("unpark_runs", {"batch": BATCH})


def _rest_or_stop(stepper: Stepper, crowds: Sequence[Crowd]) -> list[Crowd]:
    """Park runs of paused flows and stop those of deleted ones; return the others."""
    flows = Flow.objects.for_workspace(stepper.workspace_id)
    rows = flows.filter(id__in={crowd.flow_id for crowd in crowds})
    states = {
        id_: "deleted" if deleted_at else state
        for id_, state, deleted_at in rows.values_list("id", "state", "deleted_at")
    }
    living = []
    for crowd in crowds:
        state = states.get(crowd.flow_id, "deleted")
        if state == "live":
            living.append(crowd)
        elif state == "deleted":
            stepper.rests.append(end(crowd, "stopped", stepper.now, "flow_deleted"))
        else:
            stepper.rests.append(park(crowd, stepper.now))
    return living


def _walk(stepper: Stepper, versions: Mapping[UUID, Version], crowds: Sequence[Crowd]) -> bool:
    """Step runs in groups at one node of one version, and follow them while time allows.

    Return whether all came to rest. The first group is stepped however slow the machine, so
    that every turn gets somewhere.
    """
    waiting = {_place(crowd): crowd for crowd in crowds}
    stop_at = time.monotonic() + TURN_SECONDS
    first = True
    while waiting and (first or time.monotonic() < stop_at):
        first = False
        place, crowd = next(iter(waiting.items()))
        del waiting[place]
        version = versions.get(crowd.version_id)
        node = version.nodes.get(crowd.node_id or "") if version else None
        if version is None or node is None:
            stepper.rests.append(end(crowd, "failed", stepper.now, "node_missing"))
            continue
        for going in stepper.step(version, node, crowd):
            there = waiting.get(_place(going))
            waiting[_place(going)] = there.join(going) if there else going
    # Who has come to a node too late to be stepped there is taken up by the next turn; of those
    # to whom nothing has happened there is nothing to write.
    moved = [crowd for crowd in waiting.values() if crowd.arrived_at is None]
    stepper.rests += [stay(crowd, stepper.now) for crowd in moved]
    return not waiting


def _place(crowd: Crowd) -> Place:
    return crowd.version_id, crowd.node_id, crowd.arrived_at is None


def _write(workspace_id: int, now: datetime, rests: Sequence[Rest], stepper: Stepper) -> None:
    """Write step log, moves and events of one batch: one statement each."""
    if stepper.left:
        _log_steps(workspace_id, now, stepper.left)
    if rests:
        _move_runs(now, rests)
    for kind in dict.fromkeys(_FINISHED.values()):
        ended = [rest.crowd for rest in rests if _FINISHED.get(rest.state) == kind]
        append_alike(
            workspace_id=workspace_id,
            kind=kind,
            occurred_at=now,
            customer_ids=[id_ for crowd in ended for id_ in crowd.customer_ids],
            subject_ids=[crowd.flow_id for crowd in ended for _ in crowd.ids],
            numbers={"run_id": [id_ for crowd in ended for id_ in crowd.ids]},
        )


def _log_steps(workspace_id: int, now: datetime, left: Sequence[Left]) -> None:
    SQL.execute(
        "log_steps",
        {
            "workspace_id": workspace_id,
            "now": now,
            "run_ids": array([id_ for part in left for id_ in part.run_ids]),
            "numbers": array([number for part in left for number in part.numbers]),
            "parts": _numbered(part.run_ids for part in left),
            "version_ids": array([part.version_id for part in left]),
            "node_ids": text_array([part.node_id for part in left]),
            "outlets": text_array([part.outlet for part in left]),
            "reasons": text_array([part.reason for part in left]),
        },
    )


def _move_runs(now: datetime, rests: Sequence[Rest]) -> None:
    crowds = [rest.crowd for rest in rests]
    remembers = any(crowd.remembers for crowd in crowds)
    SQL.execute(
        "move_runs",
        {
            "ids": array([id_ for crowd in crowds for id_ in crowd.ids]),
            "parts": _numbered(crowd.ids for crowd in crowds),
            "steps": array([number for crowd in crowds for number in crowd.steps]),
            "due_ats": array(_each([(rest.due_at, len(rest.crowd)) for rest in rests])),
            "attempts": array(_each([(rest.attempts, len(rest.crowd)) for rest in rests])),
            "contexts": text_array(
                json.dumps(dict(context)) if crowd.remembers else None
                for crowd in (crowds if remembers else ())
                for context in crowd.contexts
            ),
            "node_ids": text_array([crowd.node_id for crowd in crowds]),
            "states": text_array([rest.state for rest in rests]),
            "part_due_ats": array([_one(rest.due_at) for rest in rests]),
            "arrived_ats": array([now if crowd.arrived_at is None else None for crowd in crowds]),
            "finished_ats": array([now if rest.state in _FINISHED else None for rest in rests]),
            "reasons": text_array([rest.reason for rest in rests]),
            "details": text_array([rest.detail for rest in rests]),
        },
    )


def _numbered(parts: Iterable[Sequence[object]]) -> str:
    """Return the array of each element's part, counted from one as SQL does."""
    return "{" + "".join(f"{n}," * len(part) for n, part in enumerate(parts, 1))[:-1] + "}"


def _each(parts: Sequence[tuple[list[V] | object, int]]) -> list[V | None]:
    """Return a value for each run of parts that have a list of them; nothing if no part has."""
    if not any(isinstance(values, list) for values, _ in parts):
        return []
    return [
        value
        for values, size in parts
        for value in (values if isinstance(values, list) else [None] * size)
    ]


def _one(due_at: list[datetime] | datetime) -> datetime | None:
    return None if isinstance(due_at, list) else due_at

"""Settle: outcomes into the outbox and the log, live or from the journal of a dead worker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from donbay.core.arrays import Literal
from donbay.core.errors import DomainError
from donbay.core.sqlfile import Sql
from donbay.log import actions as log
from donbay.messaging.actions import suppress
from donbay.messaging.delivery.claim import Claimed
from donbay.messaging.errors import TransportError
from donbay.messaging.journal import Try, read_journal
from donbay.messaging.smtp import Outcome
from donbay.messaging.types import State

SQL = Sql("donbay.messaging")

MAX_ATTEMPTS = 10
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=4)
_LOST_AFTER = timedelta(minutes=15)
_NO_SUCH_MAILBOX = re.compile(r"\b5\.1\.(1|10)\b")
_MESSAGE_ID = attrgetter("message.message_id")
_EVENTS = {"sent": "message.sent", "failed": "message.failed", "skipped": "message.skipped"}


class Settled(NamedTuple):
    """What the outbox shall say about one try."""

    message: Try
    state: State
    reason: str = ""
    detail: str = ""
    pause: timedelta | None = None  # until the next try


class Alike(NamedTuple):
    """What settle.sql gives: messages alike but for customer, content and run."""

    workspace_id: int
    state: str
    reason: str
    source_kind: str
    source_id: UUID
    step: str
    done_at: datetime
    ids: str
    customer_ids: str
    content_ids: str
    run_ids: str
    size: int


def backoff(attempt: int) -> timedelta:
    """Return the pause after a transient failure: 30 s, doubled each time, at most 4 h."""
    doublings = min(max(attempt - 1, 0), 20)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def conclude(message: Try, outcome: Outcome) -> Settled:
    """Return what an outcome means for the outbox; pure."""
    detail = f"{outcome.code} {outcome.text}".strip()[:500]
    match outcome.verdict:
        case "accepted":
            return Settled(message, "sent", "", detail)
        case "refused":
            return Settled(message, "failed", "refused", detail)
        case "unknown":
            return Settled(message, "unknown", "outcome_unknown", detail)
        case "unsent":
            pause = timedelta(seconds=min(message.attempt, 30))
            return Settled(message, "deferred", "", detail, pause)
    if message.attempt >= MAX_ATTEMPTS:
        return Settled(message, "failed", "gave_up", detail)
    return Settled(message, "deferred", "", detail, backoff(message.attempt))


def broken(message: Claimed, problem: DomainError | None) -> Settled:
    """Return the settlement of a message that cannot be made."""
    key = Try(message.id, message.attempt)
    if problem is None:
        return Settled(key, "failed", "content_missing")
    return Settled(key, "failed", "template_error", str(problem)[:500])


def not_reached(message: Claimed, error: TransportError) -> Settled:
    """Return the settlement of a message whose server could not be reached or let nobody in."""
    key = Try(message.id, message.attempt)
    ended = conclude(key, Outcome("deferred", error.code, error.detail))
    if error.permanent and ended.state == "deferred":
        return Settled(key, "deferred", "channel_broken", ended.detail, ended.pause)
    return ended


def channel_broken(messages: Sequence[Claimed], detail: str) -> list[Settled]:
    """Return the settlements of a batch whose channel's settings are not right."""
    error = TransportError(detail, permanent=True)
    return [not_reached(message, error) for message in messages]


def settle(
    worker: UUID, settled: Sequence[Settled], *, real_now: datetime, addresses: Mapping[int, str]
) -> int:
    """Record outcomes and append their events; returns how many rows took them.

    Runs inside the caller's transaction. `addresses` lets hard bounces be remembered.
    """
    if not settled:
        return 0
    ordered = sorted(settled, key=_MESSAGE_ID)
    rows = SQL.rows(
        "settle",
        {
            "ids": [item.message.message_id for item in ordered],
            "attempts": [item.message.attempt for item in ordered],
            "states": [item.state for item in ordered],
            "reasons": [item.reason for item in ordered],
            "details": [item.detail for item in ordered],
            "retry_ats": [item.pause and real_now + item.pause for item in ordered],
            "worker": worker,
            "real_now": real_now,
        },
    )
    alike = [Alike(*row) for row in rows]
    _log(alike)
    _remember_bounces(alike, ordered, addresses)
    return sum(group.size for group in alike)


def _log(groups: Iterable[Alike]) -> None:
    for group in groups:
        kind = _EVENTS.get(group.state)
        if kind is None:
            continue
        data = {
            "source_kind": group.source_kind,
            "source_id": str(group.source_id),
            "step": group.step,
        }
        if group.reason:
            data["reason"] = group.reason
        log.append_alike(
            workspace_id=group.workspace_id,
            kind=kind,
            occurred_at=group.done_at,
            customer_ids=Literal(group.customer_ids),
            subject_ids=Literal(group.content_ids),
            data=data,
            numbers={"message_id": Literal(group.ids), "run_id": Literal(group.run_ids)},
        )


def _remember_bounces(
    groups: Iterable[Alike], settled: Sequence[Settled], addresses: Mapping[int, str]
) -> None:
    bounced = {
        item.message.message_id
        for item in settled
        if item.state == "failed" and _NO_SUCH_MAILBOX.search(item.detail)
    }
    if not bounced:
        return
    # One statement a workspace, and workspaces in order: two batches never wait for each other.
    gone: dict[int, tuple[datetime, set[str]]] = {}
    for group in groups:
        taken = bounced.intersection(map(int, group.ids.strip("{}").split(",")))
        found = {addresses[id_] for id_ in taken if addresses.get(id_)}
        if group.state == "failed" and found:
            gone.setdefault(group.workspace_id, (group.done_at, set()))[1].update(found)
    for workspace_id, (at, known) in sorted(gone.items()):
        suppress(workspace_id, known, reason="bounce", scope="all", now=at)


def replay(worker: UUID, journal: Path, *, real_now: datetime) -> int:
    """Settle what a worker that is gone still holds, by what its journal says.

    No intent: ready again. Intent without outcome: unknown. Outcome: recorded. Runs inside the
    caller's transaction and may run twice.
    """
    said = read_journal(journal)
    held = SQL.rows("held_by", {"worker": worker})
    settled = [resolve(Try(id_, attempts), said) for id_, attempts, _ in held]
    addresses = {id_: address for id_, _, address in held}
    return settle(worker, settled, real_now=real_now, addresses=addresses)


def resolve(message: Try, said: Mapping[Try, Outcome | None]) -> Settled:
    """Return what a journal means for one held message; pure."""
    if message not in said:
        return Settled(message, "ready")
    outcome = said[message]
    if outcome is None:
        return Settled(message, "unknown", "outcome_unknown")
    return conclude(message, outcome)


def give_up_lost(alive: Sequence[UUID], *, real_now: datetime) -> int:
    """Mark unknown what workers on machines that vanished held long past their lease."""
    params = {"before": real_now - _LOST_AFTER, "alive": list(alive)}
    lost: dict[UUID, list[Settled]] = {}
    for id_, attempts, worker in SQL.rows("list_lost", params):
        lost.setdefault(worker, []).append(
            Settled(Try(id_, attempts), "unknown", "outcome_unknown")
        )
    return sum(
        settle(worker, settled, real_now=real_now, addresses={}) for worker, settled in lost.items()
    )

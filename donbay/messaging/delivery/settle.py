"""Settle: outcomes into the outbox and the log, live or from the journal of a dead worker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from donbay.core.errors import DomainError
from donbay.core.sqlfile import Sql
from donbay.kit.clock import utcnow
from donbay.log import actions as log
from donbay.log.types import NewEvent
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
_EPOCH = datetime.fromtimestamp(0, UTC)
_WORTH_A_STATEMENT = 20
_EVENTS = {"sent": "message.sent", "failed": "message.failed", "skipped": "message.skipped"}


class Settled(NamedTuple):
    """What the outbox shall say about one try."""

    message: Try
    state: State
    reason: str = ""
    detail: str = ""
    retry_at: datetime | None = None


def backoff(attempt: int) -> timedelta:
    """Return the pause after a transient failure: 30 s, doubled each time, at most 4 h."""
    doublings = min(max(attempt - 1, 0), 20)
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def conclude(message: Try, outcome: Outcome, real_now: datetime) -> Settled:
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
            return Settled(message, "deferred", "", detail, real_now + pause)
    if message.attempt >= MAX_ATTEMPTS:
        return Settled(message, "failed", "gave_up", detail)
    return Settled(message, "deferred", "", detail, real_now + backoff(message.attempt))


def broken(message: Claimed, problem: DomainError | None) -> Settled:
    """Return the settlement of a message that cannot be made."""
    key = Try(message.id, message.attempt)
    if problem is None:
        return Settled(key, "failed", "content_missing")
    return Settled(key, "failed", "template_error", str(problem)[:500])


def not_reached(message: Claimed, error: TransportError) -> Settled:
    """Return the settlement of a message whose server could not be reached or let nobody in."""
    key = Try(message.id, message.attempt)
    ended = conclude(key, Outcome("deferred", error.code, error.detail), utcnow())
    if error.permanent and ended.state == "deferred":
        return Settled(key, "deferred", "channel_broken", ended.detail, ended.retry_at)
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
    ordered = sorted(settled, key=lambda item: item.message.message_id)
    rows = SQL.rows(
        "settle",
        {
            "ids": [item.message.message_id for item in ordered],
            "attempts": [item.message.attempt for item in ordered],
            "states": [item.state for item in ordered],
            "reasons": [item.reason for item in ordered],
            "details": [item.detail for item in ordered],
            "retry_ats": [item.retry_at for item in ordered],
            "worker": worker,
            "real_now": real_now,
        },
    )
    _log(rows)
    _remember_bounces(rows, ordered, addresses)
    return len(rows)


def _log(rows: Iterable[tuple[Any, ...]]) -> None:
    """Append the events of rows that settle.sql gave; those alike but for the customer at once."""
    alike: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        if row[4] in _EVENTS:
            alike.setdefault(row[3:], []).append(row[:3])
    single: list[NewEvent] = []
    for shared, members in alike.items():
        workspace_id, state, reason, source_kind, source_id, step, run_id, done = shared
        kind, occurred_at = _EVENTS[state], _instant(done)
        data = {
            "source_kind": source_kind,
            "source_id": str(source_id),
            "step": step,
            "run_id": run_id,
        }
        if reason:
            data["reason"] = reason
        if len(members) >= _WORTH_A_STATEMENT:
            ids, customers, contents = zip(*members, strict=True)
            log.append_alike(
                workspace_id=workspace_id,
                kind=kind,
                occurred_at=occurred_at,
                customer_ids=customers,
                subject_ids=contents,
                data=data,
                numbers=("message_id", ids),
            )
            continue
        single += [
            NewEvent(
                workspace_id=workspace_id,
                kind=kind,
                occurred_at=occurred_at,
                customer_id=customer_id,
                subject_id=content_id,
                data={"message_id": id_, **data},
            )
            for id_, customer_id, content_id in members
        ]
    if single:
        log.append(single)


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _remember_bounces(
    rows: Sequence[tuple[Any, ...]], settled: Sequence[Settled], addresses: Mapping[int, str]
) -> None:
    bounced = {
        item.message.message_id
        for item in settled
        if item.state == "failed" and _NO_SUCH_MAILBOX.search(item.detail)
    }
    if not bounced:
        return
    for row in rows:
        address = addresses.get(row[0], "")
        if row[0] in bounced and address:
            SQL.execute(
                "suppress",
                {
                    "workspace_id": row[3],
                    "channel": "email",
                    "addresses": [address],
                    "reasons": ["bounce"],
                    "scopes": ["all"],
                    "now": _instant(row[10]),
                },
            )


def replay(worker: UUID, journal: Path, *, real_now: datetime) -> int:
    """Settle what a worker that is gone still holds, by what its journal says.

    No intent: ready again. Intent without outcome: unknown. Outcome: recorded. Runs inside the
    caller's transaction and may run twice.
    """
    said = read_journal(journal)
    held = [Try(id_, attempts) for id_, attempts, _ in SQL.rows("held_by", {"worker": worker})]
    settled = [resolve(message, said, real_now) for message in held]
    return settle(worker, settled, real_now=real_now, addresses={})


def resolve(message: Try, said: Mapping[Try, Outcome | None], real_now: datetime) -> Settled:
    """Return what a journal means for one held message; pure."""
    if message not in said:
        return Settled(message, "ready")
    outcome = said[message]
    if outcome is None:
        return Settled(message, "unknown", "outcome_unknown")
    return conclude(message, outcome, real_now)


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

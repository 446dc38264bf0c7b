"""The intake engine: takes due captures and hands them to the rooms that know their kind."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.transaction import atomic
from psycopg.errors import DeadlockDetected, SerializationFailure

from donbay.accounts.queries import business_now
from donbay.core import registry
from donbay.core.notify import notify
from donbay.core.registry import Capture, CaptureOutcome, CaptureProcessor, UnknownKey
from donbay.core.sqlfile import Sql
from donbay.intake.outcomes import Settlement, as_columns, settle, settle_failure
from donbay.kit.clock import utcnow

SQL = Sql("donbay.intake")
DONE_CHANNEL = "donbay_captured"
BATCH = 500
KEEP_PAYLOAD = timedelta(days=30)

log = logging.getLogger(__name__)


class UnansweredCapture(RuntimeError):
    """A processor left a capture without an outcome."""


class Turn:
    """Whose turn it is: workspaces are served one after the other, round and round.

    One per worker process; which worker serves whom does not matter, only that nobody waits for
    a neighbour's backlog.
    """

    def __init__(self) -> None:
        self.last = 0

    def claim(self, real_now: datetime, size: int) -> list[dict[str, Any]]:
        """Take due captures of the next workspace in turn; empty when nothing is due."""
        starts = (self.last, 0) if self.last else (0,)
        for after in starts:
            params = {"after": after, "real_now": real_now, "size": size}
            rows = SQL.dicts("claim_captures", params)
            if rows:
                self.last = rows[0]["workspace_id"]
                return rows
        return []


_turn = Turn()


def dispatch(turn: Turn = _turn, size: int = BATCH) -> int:
    """Process one batch of one workspace and return how many captures were settled.

    Everything a batch writes and its settlement commit together, so a crash repeats the batch
    as if it had never run.
    """
    real_now = utcnow()
    with atomic(durable=True):
        rows = turn.claim(real_now, size)
        if not rows:
            return 0
        workspace_id = rows[0]["workspace_id"]
        now = business_now(workspace_id)
        attempts = {row["id"]: row.pop("attempts") for row in rows}
        captures = [Capture(**row) for row in rows]
        settlements = [
            settlement
            for kind in sorted({capture.kind for capture in captures})
            for settlement in _process_kind(
                kind, [c for c in captures if c.kind == kind], attempts, now, real_now
            )
        ]
        SQL.execute(
            "settle_captures",
            {"workspace_id": workspace_id, "now": real_now, **as_columns(settlements)},
        )
        notify(DONE_CHANNEL)
    return len(settlements)


def purge() -> int:
    """Empty what old captures held, a batch at a time; return how many were emptied."""
    with atomic(durable=True):
        before = utcnow() - KEEP_PAYLOAD
        return SQL.execute("purge_captures", {"before": before, "size": BATCH})


def _process_kind(
    kind: str,
    captures: Sequence[Capture],
    attempts: dict[int, int],
    now: datetime,
    real_now: datetime,
) -> list[Settlement]:
    try:
        processor = registry.capture_processors.get(kind)
    except UnknownKey as failure:
        return [settle_failure(c.id, attempts[c.id], failure, real_now) for c in captures]
    return _process(processor, captures, attempts, now, real_now)


def _process(
    processor: CaptureProcessor,
    captures: Sequence[Capture],
    attempts: dict[int, int],
    now: datetime,
    real_now: datetime,
) -> list[Settlement]:
    """Run a processor; when it raises, halve the batch until the poison stands alone."""
    try:
        with atomic():
            outcomes = _answers(processor, captures, now)
    except Exception as failure:  # whatever a processor raises, the others go on
        if isinstance(failure.__cause__, DeadlockDetected | SerializationFailure):
            raise  # two batches stood in each other's way: no capture is to blame, take it anew
        if len(captures) == 1:
            (poison,) = captures
            log.warning("capture %s (%s) failed", poison.id, poison.kind, exc_info=failure)
            return [settle_failure(poison.id, attempts[poison.id], failure, real_now)]
        half = len(captures) // 2
        return [
            *_process(processor, captures[:half], attempts, now, real_now),
            *_process(processor, captures[half:], attempts, now, real_now),
        ]
    return [settle(outcomes[c.id], attempts[c.id], real_now) for c in captures]


def _answers(
    processor: CaptureProcessor, captures: Sequence[Capture], now: datetime
) -> dict[int, CaptureOutcome]:
    answers = processor.process(captures[0].workspace_id, captures, now)
    outcomes = {outcome.capture_id: outcome for outcome in answers}
    if outcomes.keys() != {capture.id for capture in captures}:
        raise UnansweredCapture(f"{processor.key} did not answer for every capture")
    return outcomes

"""A claimed run in memory, and what may become of it at a node. No SQL here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

MAX_ATTEMPTS = 3
MAX_RUN_STEPS = 1_000
_RETRY_AFTER = timedelta(seconds=5)


@dataclass(slots=True)
class Walker:
    """A run between claim and write; everything below `context` is what the write stores."""

    id: int
    flow_id: UUID
    version_id: UUID
    customer_id: UUID
    node_id: str | None
    entered_at: datetime
    arrived_at: datetime
    steps: int
    attempts: int
    context: Mapping[str, Any]
    state: str = "active"
    due_at: datetime | None = None
    finished_at: datetime | None = None
    reason: str = ""
    detail: str = ""
    context_changed: bool = False
    touched: bool = False

    def stay(self, until: datetime) -> None:
        """Remain at the node until an instant."""
        self.due_at, self.attempts, self.touched = until, 0, True

    def go(self, target: str | None, now: datetime) -> None:
        """Leave for another node, or end where the outlet leads nowhere."""
        self.steps += 1
        self.attempts, self.touched = 0, True
        self.due_at = self.arrived_at = now
        self.reason = self.detail = ""
        if target is None:
            self.end("done", now)
        elif self.steps >= MAX_RUN_STEPS:
            self.node_id = target
            self.end("failed", now, "too_many_steps")
        else:
            self.node_id = target

    def end(self, state: str, now: datetime, reason: str = "", detail: str = "") -> None:
        """Leave the flow."""
        self.state, self.finished_at, self.touched = state, now, True
        self.due_at = self.due_at or now
        self.reason, self.detail = reason[:60], detail[:500]

    def fail(self, now: datetime, reason: str, detail: str) -> None:
        """Count a failure: tried again a little later, given up visibly at the third."""
        self.attempts += 1
        self.touched = True
        self.due_at = now + _RETRY_AFTER * self.attempts
        self.reason, self.detail = reason[:60], detail[:500]
        if self.attempts >= MAX_ATTEMPTS:
            self.end("failed", now, reason, detail)

    def park(self) -> None:
        """Rest where she is until the flow is live again."""
        self.state, self.touched = "parked", True

    def remember(self, values: Mapping[str, Any]) -> None:
        """Add to what later steps may read."""
        if values:
            self.context = {**self.context, **values}
            self.context_changed = True

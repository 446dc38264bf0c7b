"""Claimed runs in memory, those at one node together, in lists side by side. No SQL here.

A batch has 2,000 runs that mostly do the same; a list for each column is cut and joined by the
interpreter's own loops, where an object for each run cost more than the database's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

MAX_ATTEMPTS = 3
MAX_RUN_STEPS = 1_000
_RETRY_AFTER = timedelta(seconds=5)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Runs of one version standing at one node; the lists are in the same order.

    `arrived_at` is None once they have moved in this turn: then they all arrived just now.
    `contexts` is what later steps may read; `remembers` says that this turn has added to it.
    """

    flow_id: UUID
    version_id: UUID
    node_id: str | None
    ids: list[int]
    customer_ids: list[UUID]
    entered_at: list[datetime]
    arrived_at: list[datetime] | None
    steps: list[int]
    attempts: list[int]
    contexts: list[Mapping[str, Any]]
    remembers: bool = False

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, places: Sequence[int]) -> Crowd:
        """Return those at these places."""
        if len(places) == len(self.ids):
            return self
        return replace(
            self,
            ids=cut(self.ids, places),
            customer_ids=cut(self.customer_ids, places),
            entered_at=cut(self.entered_at, places),
            arrived_at=None if self.arrived_at is None else cut(self.arrived_at, places),
            steps=cut(self.steps, places),
            attempts=cut(self.attempts, places),
            contexts=cut(self.contexts, places),
        )

    def join(self, other: Crowd) -> Crowd:
        """Return both; they stand at one node and have both just arrived there."""
        return replace(
            self,
            ids=self.ids + other.ids,
            customer_ids=self.customer_ids + other.customer_ids,
            entered_at=self.entered_at + other.entered_at,
            arrived_at=None,
            steps=self.steps + other.steps,
            attempts=self.attempts + other.attempts,
            contexts=self.contexts + other.contexts,
            remembers=self.remembers or other.remembers,
        )

    def remember(self, values: Sequence[Mapping[str, Any]]) -> Crowd:
        """Return them with more for later steps to read."""
        known = zip(self.contexts, values, strict=True)
        return replace(self, contexts=[{**old, **new} for old, new in known], remembers=True)

    def go(self) -> Crowd:
        """Return them a step further, their failures forgotten."""
        return replace(
            self,
            arrived_at=None,
            steps=[number + 1 for number in self.steps],
            attempts=[0] * len(self.ids),
        )

    def at(self, node_id: str) -> Crowd:
        """Return them at another node."""
        return replace(self, node_id=node_id)


class Left(NamedTuple):
    """A step that runs have left by one outlet, for one reason if it did nothing."""

    run_ids: list[int]
    numbers: list[int]
    version_id: UUID
    node_id: str
    outlet: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rest:
    """What a turn writes of runs that share a fate; due_at for each where it is a list."""

    crowd: Crowd
    state: str
    due_at: list[datetime] | datetime
    reason: str = ""
    detail: str = ""
    attempts: list[int] | None = None


def end(crowd: Crowd, state: str, now: datetime, reason: str = "", detail: str = "") -> Rest:
    """Let runs leave the flow."""
    attempts = crowd.attempts if any(crowd.attempts) else None
    return Rest(crowd, state, now, reason[:60], detail[:500], attempts)


def stay(crowd: Crowd, until: list[datetime] | datetime) -> Rest:
    """Let runs remain at their node until an instant."""
    return Rest(crowd, "active", until)


def park(crowd: Crowd, now: datetime) -> Rest:
    """Let runs rest where they are until the flow is live again."""
    return Rest(crowd, "parked", now, attempts=crowd.attempts)


def fail(crowd: Crowd, now: datetime, reason: str, detail: str) -> list[Rest]:
    """Count a failure: tried again a little later, given up visibly at the third."""
    rests = []
    for again, places in parts([number + 1 < MAX_ATTEMPTS for number in crowd.attempts]):
        some = crowd.take(places)
        attempts = [number + 1 for number in some.attempts]
        due_at = [now + _RETRY_AFTER * number for number in attempts]
        state = "active" if again else "failed"
        rests.append(Rest(some, state, due_at, reason[:60], detail[:500], attempts))
    return rests


def parts(fates: Sequence[V]) -> Iterable[tuple[V, Sequence[int]]]:
    """Return each fate with the places of those who share it, in the order they first occur."""
    if fates and fates.count(fates[0]) == len(fates):
        return [(fates[0], range(len(fates)))]
    found: dict[V, list[int]] = defaultdict(list)
    for place, fate in enumerate(fates):
        found[fate].append(place)
    return found.items()


def cut(values: Sequence[V], places: Sequence[int]) -> list[V]:
    """Return the values at some places."""
    if isinstance(places, range):
        return list(values[places.start : places.stop])
    return [values[place] for place in places]

"""Specs about the log: kinds of events, and who reacts to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of fact, with the sentence a timeline shows for it."""

    key: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class AuditAction:
    """Something people do that the audit log keeps, in words; `autosaved` by an editor itself.

    Of what an editor saves by itself every few seconds the log keeps the first in ten minutes.
    """

    key: str
    vi: str
    en: str
    autosaved: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A fact read from the log. `data` holds ids and small values, never personal data."""

    id: int
    workspace_id: int
    kind: str
    occurred_at: datetime
    customer_id: UUID | None
    subject_id: UUID | None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reactor:
    """A reader of the log with a cursor of its own.

    `react` runs inside the transaction that moves the cursor, with events of the kinds asked
    for in log order; it may write rows but must not wait for a network.
    """

    key: str
    kinds: frozenset[str]
    react: Callable[[Sequence[Event]], None]
    batch: int = 500

"""Types of the log that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.core.registry.events import Event

__all__ = ["Cursor", "CursorLag", "Event", "NewEvent", "SetAside", "TailEvent"]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A fact to append. `data` holds ids and small values, never personal data."""

    workspace_id: int
    kind: str
    occurred_at: datetime
    customer_id: UUID | None = None
    subject_id: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the log: everything up to and including it has been read."""

    epoch: int = 0
    xid: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class TailEvent:
    """An event together with its place in the log."""

    place: Cursor
    event: Event


@dataclass(frozen=True, slots=True)
class CursorLag:
    """How far a reactor is behind: unread seconds, and the error it is stuck on, if any."""

    key: str
    seconds: float
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event a reactor could not take three times, kept for a person to look at."""

    id: int
    reactor: str
    event_id: int
    workspace_id: int
    error: str
    set_aside_at: datetime

"""Specs about captures: who turns a durable capture into facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Capture:
    """Something the outside world sent, already durable, not yet understood."""

    id: int
    workspace_id: int
    client_id: UUID
    kind: str
    payload: Mapping[str, Any]
    context: Mapping[str, Any]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CaptureOutcome:
    """What became of one capture: a result for the sender, or an error that is kept.

    `error` is {code, vi, en}; a capture with an error is shown under failed captures.
    Business answers to the sender (out of stock…) are results, not errors.
    """

    capture_id: int
    result: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CaptureProcessor:
    """The one owner of a capture kind.

    `process(workspace_id, captures, now)` runs in one transaction for a batch of one
    workspace; an exception rolls the batch back and the engine retries one by one.
    """

    key: str
    process: Callable[[int, Sequence[Capture], datetime], Sequence[CaptureOutcome]]

"""Types of the intake room that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

CaptureState = Literal["new", "done", "failed"]


@dataclass(frozen=True, slots=True)
class NewCapture:
    """Something to make durable; `client_id` is the sender's own, so that twice counts once."""

    workspace_id: int
    client_id: UUID
    kind: str
    payload: Mapping[str, Any]
    context: Mapping[str, Any]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class CaptureInfo:
    """A capture as shown to the shop."""

    id: int
    client_id: UUID
    kind: str
    state: CaptureState
    payload: Mapping[str, Any]
    context: Mapping[str, Any]
    received_at: datetime
    processed_at: datetime | None
    attempts: int
    error: Mapping[str, Any] | None
    result: Mapping[str, Any] | None

"""Builders of captures and of processors to try them on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from donbay.core.registry import Capture, CaptureOutcome, CaptureProcessor, capture_processors
from donbay.intake.actions import keep_captures
from donbay.intake.types import NewCapture
from donbay.kit.clock import utcnow

Process = Callable[[int, Sequence[Capture], datetime], Sequence[CaptureOutcome]]


def a_capture(
    workspace_id: int,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    client_id: UUID | None = None,
) -> UUID:
    """Keep one capture and return its client id."""
    client_id = client_id or uuid4()
    keep_captures(captures=[NewCapture(workspace_id, client_id, kind, payload or {}, {}, utcnow())])
    return client_id


@contextmanager
def processing(kind: str, process: Process) -> Iterator[None]:
    """Register a processor for the length of a test."""
    capture_processors.add(CaptureProcessor(kind, process))
    try:
        yield
    finally:
        capture_processors._specs.pop(kind)

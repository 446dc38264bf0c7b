"""Pure core of dispatch: what becomes of a capture after one more try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from donbay.core.errors import DomainError
from donbay.core.registry import CaptureOutcome
from donbay.intake.types import CaptureState

MAX_ATTEMPTS = 3
_FIRST_PAUSE = timedelta(seconds=2)
_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Settlement:
    """The new state of one capture."""

    capture_id: int
    state: CaptureState
    attempts: int
    result: Mapping[str, Any] | None
    error: Mapping[str, Any] | None
    next_try_at: datetime


def settle(outcome: CaptureOutcome, attempts: int, real_now: datetime) -> Settlement:
    """Return the state after a processor answered: done, or failed with its error."""
    state: CaptureState = "failed" if outcome.error else "done"
    return Settlement(
        outcome.capture_id, state, attempts + 1, outcome.result, outcome.error, real_now
    )


def settle_failure(
    capture_id: int, attempts: int, failure: Exception, real_now: datetime
) -> Settlement:
    """Return the state after a processor raised: another try later, or failed and kept.

    A known failure (DomainError) would fail again, so it is final at once.
    """
    tries = attempts + 1
    final = isinstance(failure, DomainError) or tries >= MAX_ATTEMPTS
    pause = _FIRST_PAUSE * 4**attempts
    return Settlement(
        capture_id,
        "failed" if final else "new",
        tries,
        None,
        describe(failure),
        real_now if final else real_now + pause,
    )


def describe(failure: Exception) -> dict[str, Any]:
    """Return {code, vi, en} of a failure, as kept with the capture."""
    if isinstance(failure, DomainError):
        return {"code": failure.code, "vi": failure.message("vi"), "en": failure.message("en")}
    detail = f"{type(failure).__name__}: {failure}"[:_LONGEST_TEXT]
    return {
        "code": "processing_failed",
        "vi": "Hệ thống chưa xử lý được dữ liệu này. Dữ liệu vẫn được giữ, hãy thử lại.",
        "en": "This could not be processed yet. It is kept; try it again.",
        "detail": detail,
    }


def as_columns(settlements: Sequence[Settlement]) -> dict[str, list[Any]]:
    """Return settlements as one array per column."""
    return {
        "ids": [s.capture_id for s in settlements],
        "states": [s.state for s in settlements],
        "attempts": [s.attempts for s in settlements],
        "results": [_json(s.result) for s in settlements],
        "errors": [_json(s.error) for s in settlements],
        "next_try_ats": [s.next_try_at for s in settlements],
    }


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(value, default=str).decode()

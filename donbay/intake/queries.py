"""Reads of the intake room."""

from __future__ import annotations

from donbay.intake.errors import CaptureNotFound
from donbay.intake.models import Capture
from donbay.intake.types import CaptureInfo, CaptureState


def list_captures(
    workspace_id: int, state: CaptureState, *, before: int | None = None, limit: int = 50
) -> tuple[list[CaptureInfo], int | None]:
    """Return captures of a state, newest first, and the id to go on before (None at the end)."""
    rows = Capture.objects.for_workspace(workspace_id).filter(state=state)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = [_info(row) for row in rows.order_by("-id")[: limit + 1]]
    more = len(found) > limit
    return found[:limit], found[limit - 1].id if more else None


def get_capture(workspace_id: int, capture_id: int) -> CaptureInfo:
    """Return one capture; raise CaptureNotFound."""
    row = Capture.objects.for_workspace(workspace_id).filter(id=capture_id).first()
    if row is None:
        raise CaptureNotFound
    return _info(row)


def _info(row: Capture) -> CaptureInfo:
    return CaptureInfo(
        id=row.id,
        client_id=row.client_id,
        kind=row.kind,
        state=row.state,  # type: ignore[arg-type]  # written from a CaptureState only
        payload=row.payload,
        context=row.context,
        received_at=row.received_at,
        processed_at=row.processed_at,
        attempts=row.attempts,
        error=row.error,
        result=row.result,
    )

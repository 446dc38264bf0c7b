"""HTTP of the intake room: what could not be processed, and trying it again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic
from ninja import Schema, Status

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.core.api import Page, WorkspaceRequest, read_cursor, room_router
from donbay.core.errors import BadCursorGiven
from donbay.intake import actions, queries
from donbay.intake.types import CaptureInfo, CaptureState
from donbay.kit.clock import utcnow
from donbay.kit.paging import clamp_limit, encode_cursor

router = room_router("captures")


class CaptureOut(Schema):
    """Something sent to the shop; `error` is {code, vi, en}."""

    id: int
    client_id: UUID
    kind: str
    state: str
    payload: dict[str, Any]
    context: dict[str, Any]
    received_at: datetime
    processed_at: datetime | None
    attempts: int
    error: dict[str, Any] | None

    @classmethod
    def of(cls, info: CaptureInfo) -> CaptureOut:
        """Return a capture as JSON."""
        return cls(
            id=info.id,
            client_id=info.client_id,
            kind=info.kind,
            state=info.state,
            payload=dict(info.payload),
            context=dict(info.context),
            received_at=info.received_at,
            processed_at=info.processed_at,
            attempts=info.attempts,
            error=dict(info.error) if info.error else None,
        )


@router.get("/captures", response=Page[CaptureOut], operation_id="list_captures")
def list_captures(
    request: WorkspaceRequest,
    state: CaptureState = "failed",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[CaptureOut]:
    """List captures of a state, newest first."""
    require(request.actor, "capture.view")
    start = _number(cursor)
    items, before = queries.list_captures(
        request.actor.workspace_id,
        state,
        before=start,
        limit=clamp_limit(limit),
    )
    return Page(
        items=[CaptureOut.of(info) for info in items],
        next_cursor=encode_cursor(before) if before else None,
    )


@router.post(
    "/captures/{capture_id}/retry", response={202: CaptureOut}, operation_id="retry_capture"
)
def retry_capture(request: WorkspaceRequest, capture_id: int) -> Status[CaptureOut]:
    """Try a failed capture again."""
    require(request.actor, "capture.edit")
    workspace_id = request.actor.workspace_id
    with atomic(durable=True):
        actions.retry_capture(
            actor=request.actor,
            now=business_now(workspace_id),
            real_now=utcnow(),
            capture_id=capture_id,
        )
    return Status(202, CaptureOut.of(queries.get_capture(workspace_id, capture_id)))


def _number(cursor: str | None) -> int | None:
    key = read_cursor(cursor, 1)
    if key is None:
        return None
    try:
        return int(str(key[0]))
    except ValueError as error:
        raise BadCursorGiven from error

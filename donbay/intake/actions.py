"""Writes of the intake room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core.notify import notify
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.intake.errors import CaptureNotFailed, CaptureNotFound
from donbay.intake.models import Capture
from donbay.intake.types import NewCapture

SQL = Sql("donbay.intake")
WAKE_CHANNEL = "donbay_intake"


@atomic
def keep_captures(*, captures: Sequence[NewCapture]) -> int:
    """Make captures durable and return how many were new.

    The edge does the same with its own connection and `sql/insert_captures.sql`.
    """
    if not captures:
        return 0
    params = {
        "workspace_ids": [c.workspace_id for c in captures],
        "client_ids": [c.client_id for c in captures],
        "kinds": [c.kind for c in captures],
        "payloads": [json.dumps(dict(c.payload)) for c in captures],
        "contexts": [json.dumps(dict(c.context)) for c in captures],
        "received_ats": [c.received_at for c in captures],
    }
    kept = SQL.execute("insert_captures", params)
    notify(WAKE_CHANNEL)
    return kept


@atomic
def forget_captures(workspace_id: int, client_ids: Sequence[UUID]) -> None:
    """Empty what these captures held; their client ids stay, so that a repeat counts once.

    For a room that erases a customer and knows by which captures she came.
    """
    rows = Capture.objects.for_workspace(workspace_id).filter(client_id__in=client_ids)
    rows.filter(state="done").update(payload={}, context={}, result=None)


@atomic
def retry_capture(*, actor: Actor, now: datetime, real_now: datetime, capture_id: int) -> None:
    """Put a failed capture back in line, with all its tries before it."""
    rows = Capture.objects.for_workspace(actor.workspace_id).filter(id=capture_id)
    moved = rows.filter(state="failed").update(
        state="new", attempts=0, next_try_at=real_now, processed_at=None
    )
    if not moved:
        raise CaptureNotFailed() if rows.exists() else CaptureNotFound()
    notify(WAKE_CHANNEL)
    audit(actor=actor, now=now, action="capture.retry", kind="capture", item_id=capture_id)

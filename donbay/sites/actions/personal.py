"""Personal data in this room: what visitors answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from donbay.intake.actions import forget_captures
from donbay.sites.models import Submission


def erase_answers(workspace_id: int, customer_ids: Sequence[UUID], now: datetime) -> None:
    """Empty what these customers answered; that something was sent stays countable."""
    rows = Submission.objects.for_workspace(workspace_id).filter(customer_id__in=customer_ids)
    forget_captures(workspace_id, list(rows.values_list("client_id", flat=True)))
    rows.update(values={}, utm={}, updated_at=now)


def move_answers(workspace_id: int, now: datetime, *, from_id: UUID, to_id: UUID) -> None:
    """Give a merged customer's answers to the one that stays."""
    rows = Submission.objects.for_workspace(workspace_id).filter(customer_id=from_id)
    rows.update(customer_id=to_id)

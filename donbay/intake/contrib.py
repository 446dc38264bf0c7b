"""What the intake room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.registry import AuditAction, WorkerLoop
from donbay.intake.actions import WAKE_CHANNEL
from donbay.intake.jobs import run_dispatch, run_purge

_HOUR = 3600.0

_AUDIT = (AuditAction("capture.retry", "Thử lại ghi nhận lỗi", "Retried a failed capture"),)


def register() -> None:
    """Fill the registries."""
    registry.audit_actions.add(*_AUDIT)
    registry.worker_loops.add(WorkerLoop("intake.dispatch", "intake", run_dispatch, WAKE_CHANNEL))
    registry.worker_loops.add(WorkerLoop("intake.purge", "jobs", run_purge, poll_seconds=_HOUR))

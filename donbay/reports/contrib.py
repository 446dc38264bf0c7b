"""What the reports room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.registry import AuditAction, CaptureProcessor, EventKind, Reactor
from donbay.reports.actions import REACTOR_KINDS, REBUILD, process_views, roll_up
from donbay.reports.queries import REACTOR


def register() -> None:
    """Fill the registries."""
    registry.audit_actions.add(AuditAction(REBUILD, "Tính lại báo cáo", "Recounted the reports"))
    registry.event_kinds.add(EventKind("page.viewed", "Xem trang", "Viewed a page"))
    registry.event_kinds.add(EventKind(REBUILD, "Tính lại báo cáo", "Reports recounted"))
    registry.capture_processors.add(CaptureProcessor("views", process_views))
    registry.reactors.add(Reactor(REACTOR, REACTOR_KINDS, roll_up))

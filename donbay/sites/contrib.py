"""What the sites room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.registry import (
    CaptureProcessor,
    CustomerMover,
    Eraser,
    EventKind,
    WorkspaceWatcher,
)
from donbay.sites.actions import erase_answers, move_answers, take_submissions
from donbay.sites.facets import facets
from donbay.sites.reactor import FACTS, note_shop_changed

_EVENTS = (
    EventKind("form.submitted", "Gửi biểu mẫu", "Submitted a form"),
    EventKind("page.published", "Xuất bản trang", "Page published"),
    EventKind("shop.changed", "Thông tin cửa hàng thay đổi", "The shop's details changed"),
)


def register() -> None:
    """Fill the registries."""
    for kind in _EVENTS:
        registry.event_kinds.add(kind)
    registry.capture_processors.add(CaptureProcessor("form", take_submissions))
    for facet in facets():
        registry.segment_facets.add(facet)
    registry.reactors.add(FACTS)
    registry.workspace_watchers.add(WorkspaceWatcher("sites.pages", note_shop_changed))
    registry.erasers.add(Eraser("sites.answers", erase_answers))
    registry.customer_movers.add(CustomerMover("sites.answers", move_answers))

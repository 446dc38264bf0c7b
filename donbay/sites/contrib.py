"""What the sites room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.items import names_in
from donbay.core.registry import (
    AuditAction,
    CaptureProcessor,
    CustomerMover,
    Eraser,
    EventKind,
    ItemKind,
    ItemUser,
    WorkspaceWatcher,
)
from donbay.sites.actions import erase_answers, move_answers, take_submissions
from donbay.sites.facets import facets
from donbay.sites.models import Page
from donbay.sites.queries import page_traces, pages_naming
from donbay.sites.reactor import FACTS, note_shop_changed

_EVENTS = (
    EventKind("form.submitted", "Gửi biểu mẫu", "Submitted a form"),
    EventKind("page.published", "Xuất bản trang", "Page published"),
    EventKind("shop.changed", "Thông tin cửa hàng thay đổi", "The shop's details changed"),
)

_AUDIT = (
    AuditAction("page.create", "Tạo trang", "Created a page"),
    AuditAction("page.update", "Sửa trang", "Edited a page", autosaved=True),
    AuditAction("page.publish", "Xuất bản trang", "Published a page"),
    AuditAction("page.unpublish", "Gỡ trang", "Took a page offline"),
    AuditAction("page.duplicate", "Nhân bản trang", "Duplicated a page"),
    AuditAction("page.delete", "Xoá trang", "Deleted a page"),
    AuditAction("page.restore", "Khôi phục bản cũ của trang", "Restored an earlier page"),
)

_ITEMS = (ItemKind("page", names_in(Page, "name", deleted_at=None), page_traces),)
_USER = ItemUser("page", pages_naming)


def register() -> None:
    """Fill the registries."""
    registry.item_kinds.add(*_ITEMS)
    registry.item_users.add(_USER)
    registry.audit_actions.add(*_AUDIT)
    registry.event_kinds.add(*_EVENTS)
    registry.capture_processors.add(CaptureProcessor("form", take_submissions))
    registry.segment_facets.add(*facets())
    registry.reactors.add(FACTS)
    registry.workspace_watchers.add(WorkspaceWatcher("sites.pages", note_shop_changed))
    registry.erasers.add(Eraser("sites.answers", erase_answers))
    registry.customer_movers.add(CustomerMover("sites.answers", move_answers))

"""What the accounts room registers."""

from __future__ import annotations

from donbay.accounts.models import ApiKey, Member
from donbay.core import registry
from donbay.core.items import names_in
from donbay.core.registry import AuditAction, ItemKind

_AUDIT = (
    AuditAction("workspace.updated", "Sửa thông tin cửa hàng", "Changed the shop's details"),
    AuditAction("clock.advanced", "Tua giờ thử", "Moved the demo clock"),
    AuditAction("member.added", "Thêm thành viên", "Added a member"),
    AuditAction("member.changed", "Đổi quyền thành viên", "Changed a member's access"),
    AuditAction("apikey.created", "Tạo khoá API", "Created an API key"),
    AuditAction("apikey.revoked", "Thu hồi khoá API", "Revoked an API key"),
)

_ITEMS = (
    ItemKind("member", names_in(Member, "user__name")),
    ItemKind("apikey", names_in(ApiKey, "name", revoked_at=None)),
)


def register() -> None:
    """Fill the registries."""
    registry.item_kinds.add(*_ITEMS)
    registry.audit_actions.add(*_AUDIT)

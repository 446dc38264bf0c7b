"""What the accounts room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.registry import AuditAction

_AUDIT = (
    AuditAction("workspace.updated", "Sửa thông tin cửa hàng", "Changed the shop's details"),
    AuditAction("clock.advanced", "Tua giờ thử", "Moved the demo clock"),
    AuditAction("member.added", "Thêm thành viên", "Added a member"),
    AuditAction("member.changed", "Đổi quyền thành viên", "Changed a member's access"),
    AuditAction("apikey.created", "Tạo khoá API", "Created an API key"),
    AuditAction("apikey.revoked", "Thu hồi khoá API", "Revoked an API key"),
)


def register() -> None:
    """Fill the registries."""
    for action in _AUDIT:
        registry.audit_actions.add(action)

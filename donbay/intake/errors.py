"""Known failures of the intake room."""

from __future__ import annotations

from donbay.core.errors import DomainError, NotFound


class CaptureNotFound(NotFound):
    """No such capture in this workspace."""

    code = "capture_not_found"
    vi = "Không tìm thấy dữ liệu gửi đến này."
    en = "This capture was not found."


class CaptureNotFailed(DomainError):
    """Only a failed capture can be tried again."""

    code = "capture_not_failed"
    status = 409
    vi = "Dữ liệu này không ở trạng thái lỗi nên không cần thử lại."
    en = "This capture has not failed, so there is nothing to retry."

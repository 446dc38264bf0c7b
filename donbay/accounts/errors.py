"""Known failures of the accounts room."""

from __future__ import annotations

from donbay.core.errors import DomainError


class NotDemo(DomainError):
    """Only a demo workspace has a clock that can be moved."""

    code = "not_demo"
    status = 409
    vi = "Chỉ cửa hàng dùng thử mới tua được thời gian."
    en = "Only a demo shop's clock can be moved."


class ClockBackwards(DomainError):
    """The business clock only goes forward."""

    code = "clock_backwards"
    vi = "Đồng hồ chỉ tua tới được, không lùi lại. Hãy chọn mốc sau {now}."
    en = "The clock only moves forward. Choose a moment after {now}."


class ClockTooFar(DomainError):
    """One jump is at most 400 days."""

    code = "clock_too_far"
    vi = "Mỗi lần tua tối đa 400 ngày."
    en = "One jump is at most 400 days."


class LastManager(DomainError):
    """A workspace keeps at least one owner or manager."""

    code = "last_manager"
    status = 409
    vi = "Cửa hàng phải còn ít nhất một quản lý. Hãy trao quyền cho người khác trước."
    en = "A shop keeps at least one manager. Give the role to somebody else first."


class OwnerStays(DomainError):
    """Nobody takes the shop from its owner."""

    code = "owner_stays"
    status = 409
    vi = "Chủ doanh nghiệp luôn giữ quyền của mình: không đổi vai trò và không khoá được."
    en = "The owner keeps their rights: they cannot be given another role nor locked out."


class MemberExists(DomainError):
    """This person is a member already."""

    code = "member_exists"
    at = "/email"
    status = 409
    vi = "{email} đã là thành viên."
    en = "{email} is a member already."


class WeakPassword(DomainError):
    """The password would be guessed."""

    code = "weak_password"
    vi = "Mật khẩu cần ít nhất 10 ký tự, không toàn chữ số và không phải mật khẩu phổ biến."
    en = "A password has at least 10 characters, not digits only, and is not a common one."


class PasswordNeeded(DomainError):
    """Somebody new cannot sign in without a password."""

    code = "password_needed"
    vi = "E-mail này chưa có tài khoản. Hãy đặt mật khẩu đầu tiên cho người này."
    en = "This e-mail has no account yet. Give the person a first password."

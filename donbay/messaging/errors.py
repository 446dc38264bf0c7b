"""Known failures of the messaging room."""

from __future__ import annotations

from donbay.core.errors import DomainError


class TemplateRefused(DomainError):
    """A template is not well formed or uses something that is not allowed."""

    code = "template_refused"
    vi = "Có trường chèn viết chưa đúng: “{detail}”. Hãy xoá nó rồi chèn lại từ danh sách."
    en = "A merge field is not written right: “{detail}”. Delete it and insert it from the list."


class HeaderRefused(DomainError):
    """A header value holds a line break or another control character."""

    code = "header_refused"
    vi = "Tiêu đề “{header}” chứa ký tự xuống dòng; hãy bỏ ký tự đó."
    en = "The header “{header}” holds a line break; remove it."


class ContentInUse(DomainError):
    """Messages still waiting use this content."""

    code = "content_in_use"
    status = 409
    vi = "Nội dung này còn {count} thư đang chờ gửi, chưa xoá được."
    en = "{count} messages waiting to be sent use this content, so it cannot be deleted yet."


class UnknownChannelKind(DomainError):
    """No channel of this kind is installed."""

    code = "channel_kind_unknown"
    vi = "Không có loại kênh “{kind}”."
    en = "There is no channel of kind “{kind}”."


class ChannelRefused(DomainError):
    """The channel's server did not let us in or did not take the test message."""

    code = "channel_refused"
    vi = "Chưa gửi được qua máy chủ này. Máy chủ trả lời: {detail}"
    en = "This server did not take the message. It answered: {detail}"


class PrivateHostRefused(DomainError):
    """A mail server inside the private network was named."""

    code = "channel_host_private"
    vi = (
        "Máy chủ “{host}” nằm trong mạng nội bộ nên không được phép. Hãy dùng máy chủ khác, hoặc "
        "nhờ người quản trị Donbay đặt DONBAY_ALLOW_PRIVATE_SMTP=1."
    )
    en = (
        "The server “{host}” is inside the private network and is not allowed. Use another one, "
        "or ask whoever runs Donbay to set DONBAY_ALLOW_PRIVATE_SMTP=1."
    )


class TooManyTests(DomainError):
    """Tests are for looking at a mail, not for sending it around."""

    code = "too_many_tests"
    status = 429
    vi = "Bạn đã gửi thử {count} thư trong {minutes} phút. Hãy đợi ít phút rồi gửi thử tiếp."
    en = "You have sent {count} tests within {minutes} minutes. Wait a few minutes, then go on."


class SettingRefused(ValueError):
    """One setting of a channel is not right; `name` is its name in the channel's schema."""

    def __init__(self, name: str, vi: str, en: str) -> None:
        self.name = name
        self.vi = vi
        self.en = en
        super().__init__(f"{name}: {en}")


class TransportError(Exception):
    """A server could not be reached or refused the whole session, not one message.

    `permanent` tells that trying again without changing the settings is of no use.
    """

    def __init__(self, detail: str, *, permanent: bool, code: int = 0) -> None:
        self.detail = detail
        self.permanent = permanent
        self.code = code
        super().__init__(detail)

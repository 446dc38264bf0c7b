"""Known failures of the messaging room."""

from __future__ import annotations

from donbay.core.errors import DomainError

NO_ADDRESS = (
    "Địa chỉ này chưa đúng, ví dụ đúng: ten@tencuaban.vn.",
    "This is not an e-mail address; one looks like name@example.com.",
)


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


class HostUnknown(DomainError):
    """No server has the name."""

    code = "channel_host_unknown"
    vi = "Không có máy chủ nào tên “{host}”. Hãy xem lại tên máy chủ trong phần cài đặt kênh."
    en = "There is no server called “{host}”. Check the server's name in the channel's settings."


class HostUnreachable(DomainError):
    """Nobody takes connections at the port."""

    code = "channel_host_unreachable"
    vi = (
        "Máy chủ “{host}” không nhận kết nối ở cổng {port}. Hãy xem lại cổng: thường là 587 với "
        "starttls, 465 với tls."
    )
    en = (
        "The server “{host}” takes no connections at port {port}. Check the port: usually 587 "
        "with starttls, 465 with tls."
    )


class HostSilent(DomainError):
    """The server said nothing, or broke off in the middle of a word."""

    code = "channel_host_silent"
    vi = (
        "Máy chủ “{host}” không trả lời ở cổng {port}. Có thể nhà mạng chặn cổng này, hoặc cổng "
        "và kiểu bảo mật không đi với nhau. Hãy thử 587 với starttls, hoặc 465 với tls."
    )
    en = (
        "The server “{host}” does not answer at port {port}. The network may block the port, or "
        "port and security do not fit. Try 587 with starttls, or 465 with tls."
    )


class CertificateRefused(DomainError):
    """The server's certificate does not prove that it is the one named."""

    code = "channel_certificate_refused"
    vi = (
        "Chứng chỉ của máy chủ “{host}” không hợp lệ ({detail}). Hãy ghi đúng tên máy chủ mà nhà "
        "cung cấp đưa, hoặc báo cho họ. Mật khẩu của bạn chưa được gửi đi."
    )
    en = (
        "The certificate of “{host}” is not valid ({detail}). Give the very name your provider "
        "told you, or tell them. Your password was not sent."
    )


class TlsUnavailable(DomainError):
    """Server and settings have no way in common to encrypt the conversation."""

    code = "channel_tls_unavailable"
    vi = (
        "Máy chủ “{host}” không mã hoá theo kiểu đã chọn ở cổng {port}. Hãy thử 587 với starttls, "
        "hoặc 465 với tls. Mật khẩu của bạn chưa được gửi đi."
    )
    en = (
        "The server “{host}” does not encrypt in the way chosen at port {port}. Try 587 with "
        "starttls, or 465 with tls. Your password was not sent."
    )


class SignInRefused(DomainError):
    """The server does not take the user name and password."""

    code = "channel_sign_in_refused"
    vi = (
        "Máy chủ không nhận tên đăng nhập hoặc mật khẩu (“{detail}”). Hãy ghi lại cả hai; nhiều "
        "nhà cung cấp, như Gmail, cần mật khẩu ứng dụng thay cho mật khẩu thường."
    )
    en = (
        "The server does not take the user name or password (“{detail}”). Write both again; many "
        "providers, such as Gmail, want an app password instead of the usual one."
    )


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

    `permanent` tells that trying again without changing the settings is of no use; `reason` is
    what stood in the way, None where `detail` is the server's own answer.
    """

    def __init__(self, why: str | DomainError, *, permanent: bool, code: int = 0) -> None:
        self.detail = str(why)
        self.reason = why if isinstance(why, DomainError) else None
        self.permanent = permanent
        self.code = code
        super().__init__(self.detail)

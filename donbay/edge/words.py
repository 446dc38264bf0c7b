"""What the edge says by itself, in Vietnamese and English, and a plain page to say it on."""

from __future__ import annotations

import html
from dataclasses import dataclass

_STYLE = (
    "body{margin:0;font:17px/1.6 system-ui,sans-serif;color:#1b2423;background:#f6f7f5}"
    "main{max-width:36rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:1rem}"
    "h1{font-size:1.5rem;line-height:1.3;margin:0 0 .75rem}p{margin:.5rem 0}"
    "button{font:inherit;font-weight:600;padding:.8rem 1.4rem;border:0;border-radius:.6rem;"
    "background:#0b5d4f;color:#fff;cursor:pointer}"
    "button:focus-visible,a:focus-visible{outline:3px solid #0b5d4f;outline-offset:3px}"
    "a{color:#0b5d4f}.card{margin:1rem 0}table{width:100%;border-collapse:collapse}"
    "td,th{padding:.4rem 0;text-align:left}td:last-child{text-align:right}.qr svg{max-width:18rem}"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A title and a sentence in both languages."""

    title_vi: str
    title_en: str
    vi: str
    en: str

    def title(self, language: str) -> str:
        """Return the title."""
        return self.title_vi if language == "vi" else self.title_en

    def text(self, language: str) -> str:
        """Return the sentence."""
        return self.vi if language == "vi" else self.en


NOT_FOUND = Words(
    "Không tìm thấy trang",
    "Page not found",
    "Địa chỉ này không có trang nào. Hãy kiểm tra lại đường dẫn.",
    "There is no page at this address. Please check the link.",
)
STOPPED = Words(
    "Trang này đã dừng",
    "This page has stopped",
    "Người bán đã ngừng hiển thị trang này.",
    "The seller no longer shows this page.",
)
SHOP_PAGES = Words(
    "Cửa hàng",
    "Shop",
    "Mời bạn xem các trang của cửa hàng:",
    "Have a look at the shop's pages:",
)
EMPTY_SHOP = Words(
    "Cửa hàng sắp mở cửa",
    "The shop opens soon",
    "Hiện chưa có trang nào ở đây. Mời bạn ghé lại sau.",
    "There is no page here yet. Please come back later.",
)
NO_SHOP = Words(
    "Không có cửa hàng ở địa chỉ này",
    "There is no shop at this address",
    "Hãy kiểm tra lại tên miền.",
    "Please check the host name.",
)
TOO_MANY = Words(
    "Bạn gửi hơi nhanh",
    "Too many submissions",
    "Chúng tôi vừa nhận quá nhiều lần gửi từ địa chỉ của bạn. Xin đợi một phút rồi gửi lại; "
    "lần gửi này chưa được ghi nhận.",
    "Too many submissions came from your address. Please wait a minute and send again; "
    "this one was not recorded.",
)
NOT_KEPT = Words(
    "Chưa gửi được",
    "Not sent yet",
    "Hệ thống đang gặp sự cố nên chưa ghi nhận được thông tin của bạn. Xin giữ trang này và gửi "
    "lại sau ít phút.",
    "The system has a problem, so your information was not recorded. Please keep this page and "
    "send again in a few minutes.",
)
FOREIGN = Words(
    "Không nhận được yêu cầu này",
    "This request was refused",
    "Biểu mẫu được gửi từ một trang khác. Hãy mở lại trang của người bán rồi gửi.",
    "The form was sent from another site. Open the seller's page again and send it there.",
)
TOO_LARGE = Words(
    "Nội dung quá dài",
    "Too much content",
    "Nội dung gửi lên quá lớn. Hãy rút gọn rồi gửi lại.",
    "What you sent is too large. Please shorten it and send again.",
)
TOO_SLOW = Words(
    "Kết nối quá chậm",
    "The connection is too slow",
    "Chưa nhận đủ nội dung bạn gửi. Hãy thử lại khi mạng tốt hơn.",
    "Your content did not arrive in time. Please try again on a better connection.",
)
BAD_BODY = Words(
    "Nội dung không đọc được",
    "Unreadable content",
    "Trình duyệt gửi nội dung không đúng dạng biểu mẫu. Hãy tải lại trang và gửi lại.",
    "The content is not a form. Please reload the page and send it again.",
)
METHOD = Words(
    "Không dùng cách này được",
    "Method not allowed",
    "Địa chỉ này không nhận kiểu yêu cầu đó.",
    "This address does not take that kind of request.",
)
BROKEN = Words(
    "Có lỗi ở phía chúng tôi",
    "Something broke on our side",
    "Yêu cầu chưa được ghi nhận. Xin thử lại sau ít phút.",
    "The request was not recorded. Please try again in a few minutes.",
)
FORM_GONE = Words(
    "Biểu mẫu đã thay đổi",
    "The form has changed",
    "Trang vừa được cập nhật và biểu mẫu này không còn nữa. Hãy mở lại trang.",
    "The page was updated and this form is gone. Please open the page again.",
)
LINK_GONE = Words(
    "Liên kết không còn dùng được",
    "This link no longer works",
    "Liên kết đã hết hạn hoặc bị cắt mất một phần. Hãy mở lại từ thư bạn nhận.",
    "The link has expired or was cut off. Please open it again from the mail you received.",
)
AWAY = Words(
    "Tạm thời chưa mở được",
    "Not available right now",
    "Hệ thống đang bận. Xin tải lại trang sau một phút.",
    "The system is busy. Please reload this page in a minute.",
)
AGAIN = Words(
    "Xin kiểm tra lại",
    "Please check again",
    "Trang đã mở quá lâu hoặc vừa được cập nhật. Những gì bạn nhập vẫn còn đây, xin bấm gửi lại.",
    "The page was open too long or has just been updated. What you typed is kept; please send "
    "it again.",
)
FIX = Words(
    "Còn chỗ cần sửa",
    "Please correct",
    "Những gì bạn nhập vẫn còn đây. Xin sửa các mục được đánh dấu rồi gửi lại.",
    "What you typed is kept. Please correct the marked fields and send again.",
)
PENDING = Words(
    "Chúng tôi đã nhận yêu cầu đặt hàng",
    "We have received your order request",
    "Đơn hàng chưa được xác nhận. Chúng tôi sẽ kiểm tra và liên hệ để xác nhận với bạn; bạn chưa "
    "phải thanh toán gì.",
    "The order is not confirmed yet. We will check it and contact you to confirm; you need not "
    "pay anything now.",
)
UNSUBSCRIBE = Words(
    "Ngừng nhận thư quảng cáo?",
    "Stop receiving advertising mail?",
    "Bấm nút dưới đây để không nhận thư quảng cáo của chúng tôi nữa. Thư về đơn hàng vẫn được gửi.",
    "Press the button to receive no more advertising from us. Mail about your orders still comes.",
)
UNSUBSCRIBED = Words(
    "Đã ngừng gửi thư quảng cáo",
    "Advertising mail stopped",
    "Chúng tôi đã ghi nhận. Bạn sẽ không nhận thư quảng cáo của chúng tôi nữa.",
    "It is recorded. You will receive no more advertising mail from us.",
)


def plain_page(title: str, body: str, language: str) -> str:
    """Return a document in no shop's style; `body` is ready markup."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{html.escape(title)}</title><meta name="robots" content="noindex">'
        f"<style>{_STYLE}</style></head>"
        f'<body><main id="noi-dung"><h1>{html.escape(title)}</h1>{body}</main></body></html>'
    )


def said(words: Words, language: str) -> str:
    """Return a plain page that says something."""
    return plain_page(
        words.title(language), f"<p>{html.escape(words.text(language))}</p>", language
    )

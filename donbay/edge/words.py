"""What the edge says by itself, in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass


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
    "Địa chỉ này không có trang nào. Hãy kiểm tra lại đường dẫn, hoặc bắt đầu từ trang chủ.",
    "There is no page at this address. Please check the link, or start at the home page.",
)
STOPPED = Words(
    "Trang này đã dừng",
    "This page has stopped",
    "Cửa hàng không còn hiển thị trang này. Mời bạn xem các trang khác hoặc liên hệ cửa hàng.",
    "The shop no longer shows this page. Please see its other pages or contact the shop.",
)
SHOP_PAGES = Words(
    "Cửa hàng",
    "Shop",
    "Mời bạn xem những gì cửa hàng đang có.",
    "Have a look at what the shop has for you.",
)
EMPTY_SHOP = Words(
    "Cửa hàng sắp mở cửa",
    "The shop opens soon",
    "Hiện chưa có trang nào ở đây. Mời bạn ghé lại sau, hoặc liên hệ thẳng với cửa hàng.",
    "There is no page here yet. Please come back later, or contact the shop directly.",
)
NO_SHOP = Words(
    "Không có cửa hàng ở địa chỉ này",
    "There is no shop at this address",
    "Hãy kiểm tra lại địa chỉ bạn vừa mở, hoặc mở lại từ liên kết cửa hàng đã gửi.",
    "Please check the address, or open the link again that the shop sent you.",
)
TOO_MANY = Words(
    "Bạn gửi hơi nhanh",
    "Too many submissions",
    "Chúng tôi vừa nhận quá nhiều lần gửi từ địa chỉ của bạn nên lần này chưa được ghi nhận. "
    "Xin đợi một phút rồi tải lại trang này để gửi lại.",
    "Too many submissions came from your address, so this one was not recorded. Please wait a "
    "minute, then reload this page to send it again.",
)
NOT_KEPT = Words(
    "Chưa gửi được",
    "Not sent yet",
    "Hệ thống đang gặp sự cố nên chưa ghi nhận được thông tin của bạn. Xin giữ trang này, "
    "sau ít phút hãy tải lại để gửi lại.",
    "The system has a problem, so your information was not recorded. Please keep this page "
    "open and reload it in a few minutes to send again.",
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
    "Yêu cầu chưa được ghi nhận. Xin tải lại trang sau ít phút.",
    "The request was not recorded. Please reload the page in a few minutes.",
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
    "Liên kết đã hết hạn hoặc bị cắt mất một phần. Hãy bấm lại vào liên kết trong thư bạn nhận; "
    "nếu vẫn không được, xin trả lời thư đó hoặc gọi cửa hàng.",
    "The link has expired or was cut off. Please follow it again from the mail you received; if "
    "it still fails, answer that mail or call the shop.",
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
    "Chúng tôi đã ghi nhận, bạn không cần làm gì thêm. Thư về đơn hàng của bạn vẫn được gửi. Nếu "
    "bấm nhầm, hãy liên hệ cửa hàng để nhận lại.",
    "It is recorded; you need do nothing more. Mail about your orders still comes. If you pressed "
    "by mistake, contact the shop to receive it again.",
)
ORDER_COD = Words(
    "Đơn hàng đã đặt",
    "Your order is placed",
    "Cửa hàng đang chuẩn bị hàng và sẽ gọi trước khi giao. Bạn trả tiền khi nhận; hãy giữ liên "
    "kết trang này để xem tình trạng đơn.",
    "The shop is preparing it and will call before delivery. You pay when you receive it; keep "
    "the link of this page to follow the order.",
)
ORDER_TRANSFER = Words(
    "Đơn hàng đang chờ chuyển khoản",
    "Your order waits for the transfer",
    "Mở ứng dụng ngân hàng, quét mã dưới đây rồi chuyển đúng số tiền và nội dung. Cửa hàng gửi "
    "hàng khi nhận được tiền; tải lại trang này để xem tình trạng.",
    "Open your banking app, scan the code below and transfer exactly this amount with this "
    "message. The shop sends the goods once paid; reload this page to follow the order.",
)
ORDER_TRANSFER_LATER = Words(
    "Đơn hàng đang chờ chuyển khoản",
    "Your order waits for the transfer",
    "Cửa hàng sẽ liên hệ để gửi bạn số tài khoản. Xin chưa chuyển tiền cho tới lúc đó.",
    "The shop will contact you with its account number. Please transfer nothing until then.",
)
ORDER_PAID = Words(
    "Đã nhận thanh toán",
    "Payment received",
    "Cảm ơn bạn. Cửa hàng đang chuẩn bị hàng và sẽ gọi trước khi giao; bạn không cần trả thêm gì.",
    "Thank you. The shop is preparing your order and will call before delivery; there is nothing "
    "more to pay.",
)
ORDER_COMPLETED = Words(
    "Đơn hàng đã hoàn tất",
    "Your order is completed",
    "Cảm ơn bạn đã mua hàng. Nếu có gì chưa vừa ý, hãy liên hệ cửa hàng theo thông tin cuối trang.",
    "Thank you for buying. If anything is not right, contact the shop at the foot of this page.",
)
ORDER_CANCELLED = Words(
    "Đơn hàng đã huỷ",
    "Your order is cancelled",
    "Bạn không phải trả gì cho đơn này. Nếu đã chuyển khoản, hãy liên hệ cửa hàng theo thông tin "
    "cuối trang để được hoàn tiền.",
    "You owe nothing for this order. If you already transferred money, contact the shop at the "
    "foot of this page to have it returned.",
)

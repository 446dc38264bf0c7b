"""Why a run or a step did nothing, in words."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "too_many_starts": (
        ("Khách đã bắt đầu quá nhiều kịch bản trong một ngày; "
        "có thể các kịch bản đang gọi vòng lẫn nhau."),
        ("Too many flows have started for this customer in one day; "
        "flows may be setting each other off."),
    ),
    "too_many_steps": (
        "Lượt này đã đi quá nhiều bước nên được dừng lại.",
        "This run has taken too many steps and was stopped.",
    ),
    "flow_deleted": ("Kịch bản đã bị xoá.", "The flow was deleted."),
    "customer_merged": (
        "Hồ sơ đã gộp với một hồ sơ khác đang ở trong kịch bản.",
        "The profile was merged with another one inside this flow.",
    ),
    "customer_erased": ("Dữ liệu khách hàng đã được xoá.", "The customer's data was erased."),
    "node_missing": ("Bước này không còn trong phiên bản.", "This step is not in the version."),
    "kind_unknown": ("Không có loại bước này.", "There is no such kind of step."),
    "step_failed": (
        "Bước này gặp lỗi ba lần. Hãy xem chi tiết rồi chạy lại.",
        "This step failed three times. See the details, then try again.",
    ),
    "voucher_exhausted": (
        "Chương trình mã ưu đãi đã hết mã hoặc đã kết thúc.",
        "The voucher programme has run out of codes or has ended.",
    ),
    "no_address": (
        "Khách hàng chưa có địa chỉ e-mail.", "The customer has no e-mail address.",
    ),
    "customer_gone": (
        "Khách hàng không còn trong danh sách.", "The customer is no longer on the list.",
    ),
    "no_consent": (
        "Khách hàng chưa đồng ý nhận loại tin này.",
        "The customer has not agreed to messages of this purpose.",
    ),
    "unsubscribed": (
        "Khách hàng đã từ chối nhận tin.", "The customer has refused further messages.",
    ),
    "suppressed_bounce": (
        "Địa chỉ này từng báo không tồn tại.", "This address was reported not to exist.",
    ),
    "suppressed_complaint": (
        "Người nhận từng báo thư rác.", "The recipient reported spam.",
    ),
    "suppressed": (
        "Địa chỉ nằm trong danh sách không gửi.", "The address is on the do-not-send list.",
    ),
    "ad_cap": (
        "Đã đủ số thư quảng cáo trong 24 giờ.",
        "The most advertising allowed in 24 hours went out.",
    ),
    "content_missing": ("Nội dung thư đã bị xoá.", "The content of the message was deleted."),
    "tag_gone": ("Thẻ này đã bị xoá.", "This tag was deleted."),
    "not_found": (
        "Một mục mà bước này dùng không còn.", "Something that this step uses is gone.",
    ),
    "template_error": ("Nội dung thư có lỗi.", "The content of the message has an error."),
    "refused": ("Máy chủ nhận thư từ chối.", "The receiving server refused the message."),
    "outcome_unknown": (
        "Chưa rõ thư đã đi hay chưa; không gửi lại để tránh trùng.",
        "It is not known whether the message went; it is not sent again to avoid doubles.",
    ),
    "channel_broken": (
        "Kênh gửi đang có vấn đề; xem Cài đặt.",
        "The channel does not work; see Settings.",
    ),
    "gave_up": (
        "Đã thử gửi nhiều lần nhưng không được.",
        "Sending was tried several times without success.",
    ),
    "unknown": (
        "Chưa rõ thư đã đi hay chưa; không gửi lại để tránh trùng.",
        "It is not known whether the message went; it is not sent again to avoid doubles.",
    ),
}  # fmt: skip


def explain(code: str, language: str) -> str:
    """Return a reason in `vi` or `en`; the code itself where there are no words for it."""
    words = REASONS.get(code)
    return words[0 if language == "vi" else 1] if words else code

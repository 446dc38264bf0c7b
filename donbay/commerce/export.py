"""Orders as a workbook: one sheet of orders, one of what was ordered."""

from __future__ import annotations

from typing import BinaryIO

from donbay.accounts.queries import workspace_zone
from donbay.commerce import queries
from donbay.commerce.types import Order, OrderFilter
from donbay.kit.phone import local_phone
from donbay.kit.sheets import Book, Cell

_SHEETS = {"vi": ("Đơn hàng", "Sản phẩm trong đơn"), "en": ("Orders", "Order lines")}
_ORDER_HEADINGS = {
    "vi": (
        "Số đơn", "Ngày đặt", "Trạng thái", "Hình thức thanh toán", "Thanh toán", "Khách hàng",
        "Số điện thoại", "E-mail", "Địa chỉ", "Tiền hàng", "Giảm giá", "Phí giao hàng",
        "Tổng cộng", "Mã ưu đãi", "Nguồn", "Chiến dịch", "Ghi chú",
    ),
    "en": (
        "Order", "Placed", "State", "Payment method", "Payment", "Customer", "Phone", "E-mail",
        "Address", "Subtotal", "Discount", "Shipping", "Total", "Voucher code", "Source",
        "Campaign", "Note",
    ),
}  # fmt: skip
_LINE_HEADINGS = {
    "vi": ("Số đơn", "Ngày đặt", "Trạng thái", "Mã hàng", "Sản phẩm", "Đơn giá", "Số lượng",
           "Thành tiền"),
    "en": ("Order", "Placed", "State", "SKU", "Product", "Price", "Quantity", "Sum"),
}  # fmt: skip
_WORDS = {
    "vi": {
        "open": "Đang xử lý", "completed": "Hoàn tất", "cancelled": "Đã huỷ",
        "cod": "Thu khi giao (COD)", "bank": "Chuyển khoản",
        "paid": "Đã trả tiền", "pending": "Chờ trả tiền",
    },
    "en": {
        "open": "Open", "completed": "Completed", "cancelled": "Cancelled",
        "cod": "Cash on delivery", "bank": "Bank transfer",
        "paid": "Paid", "pending": "Awaiting payment",
    },
}  # fmt: skip


def export_orders(workspace_id: int, wanted: OrderFilter, language: str) -> BinaryIO:
    """Return the orders of a list, newest first, with their lines."""
    zone = workspace_zone(workspace_id)
    book = Book()
    names = _SHEETS[language]
    orders = book.add_sheet(names[0], _ORDER_HEADINGS[language])
    lines = book.add_sheet(names[1], _LINE_HEADINGS[language])
    for order in queries.stream_orders(workspace_id, wanted):
        placed = order.placed_at.astimezone(zone).replace(tzinfo=None)
        state = _WORDS[language][order.state]
        orders.append([order.number, placed, state, *_columns(order, language)])
        for line in order.lines:
            shown = (line.sku, line.name, line.price, line.quantity, line.total)
            lines.append([order.number, placed, state, *shown])
    return book.close()


def _columns(order: Order, language: str) -> list[Cell]:
    contact, words = order.contact, _WORDS[language]
    return [
        words[order.payment_method],
        words[order.payment_state],
        contact.name,
        local_phone(contact.phone),
        contact.email,
        contact.address,
        order.subtotal,
        order.discount,
        order.shipping_fee,
        order.total,
        order.voucher_code,
        order.source.get("utm_source", ""),
        order.source.get("utm_campaign", ""),
        order.note,
    ]

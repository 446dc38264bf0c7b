"""What the commerce room registers."""

from __future__ import annotations

from donbay.commerce.actions import erase_contacts, move_customer
from donbay.commerce.checkout import process_checkouts
from donbay.commerce.facets import facets
from donbay.commerce.merge_fields import load_merge_values, merge_fields
from donbay.commerce.models import Order, Product, Voucher
from donbay.core import registry
from donbay.core.items import names_in
from donbay.core.registry import (
    AuditAction,
    CaptureProcessor,
    CustomerMover,
    Eraser,
    EventKind,
    ItemKind,
    MergeSource,
)

_EVENTS = (
    EventKind("order.placed", "Đặt đơn hàng", "Placed an order"),
    EventKind("order.paid", "Thanh toán đơn hàng", "Paid an order"),
    EventKind("order.completed", "Nhận đơn hàng", "Received an order"),
    EventKind("order.cancelled", "Huỷ đơn hàng", "Cancelled an order"),
    EventKind("voucher.issued", "Nhận mã ưu đãi", "Was given a voucher code"),
    EventKind("voucher.used", "Dùng mã ưu đãi", "Used a voucher code"),
    EventKind("product.changed", "Sản phẩm thay đổi", "A product changed"),
    EventKind("stock.low", "Sắp hết hàng", "Stock is low"),
    EventKind("stock.adjusted", "Điều chỉnh tồn kho", "Stock adjusted"),
)

_AUDIT = (
    AuditAction("product.created", "Thêm sản phẩm", "Added a product"),
    AuditAction("product.updated", "Sửa sản phẩm", "Changed a product"),
    AuditAction("product.deleted", "Xoá sản phẩm", "Deleted a product"),
    AuditAction("stock.adjusted", "Chỉnh tồn kho", "Adjusted stock"),
    AuditAction("voucher.created", "Tạo chương trình mã ưu đãi", "Created a voucher programme"),
    AuditAction("voucher.updated", "Sửa chương trình mã ưu đãi", "Changed a voucher programme"),
    AuditAction("order.created", "Tạo đơn hàng", "Created an order"),
    AuditAction("order.export", "Tải danh sách đơn hàng", "Downloaded the orders"),
    AuditAction("order.paid", "Xác nhận đã nhận tiền đơn hàng", "Confirmed an order's payment"),
    AuditAction("order.completed", "Hoàn tất đơn hàng", "Completed an order"),
    AuditAction("order.cancelled", "Huỷ đơn hàng", "Cancelled an order"),
)

_ITEMS = (
    ItemKind("product", names_in(Product, "name", deleted_at=None)),
    ItemKind("voucher", names_in(Voucher, "name")),
    ItemKind("order", names_in(Order, "number")),
)


def register() -> None:
    """Fill the registries."""
    registry.item_kinds.add(*_ITEMS)
    registry.audit_actions.add(*_AUDIT)
    registry.event_kinds.add(*_EVENTS)
    registry.segment_facets.add(*facets())
    registry.merge_sources.add(MergeSource("commerce", merge_fields, load_merge_values))
    registry.capture_processors.add(CaptureProcessor("checkout", process_checkouts))
    registry.erasers.add(Eraser("commerce", erase_contacts))
    registry.customer_movers.add(CustomerMover("commerce", move_customer))

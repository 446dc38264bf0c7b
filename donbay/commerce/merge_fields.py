"""What templates may read about a customer's shopping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from donbay.accounts.queries import workspace_zone
from donbay.commerce.queries import load_last_orders
from donbay.core.registry import MergeField
from donbay.kit.money import format_vnd

_STATES = {"open": "đang xử lý", "completed": "hoàn tất", "cancelled": "đã huỷ"}
_FIELDS = (
    MergeField("last_order_code", "Mã đơn gần nhất", "Last order number", "DH00012"),
    MergeField("last_order_total", "Tổng cộng đơn gần nhất", "Last order total", "459.000 ₫"),
    MergeField("last_order_status", "Trạng thái đơn gần nhất", "Last order status", "hoàn tất"),
    MergeField("last_order_date", "Ngày đặt gần nhất", "Last order date", "05/11/2026"),
    MergeField(
        "last_order_product_names", "Sản phẩm đã mua gần nhất", "Products last bought",
        "Sữa rửa mặt hoa sen",
    ),
    MergeField("last_voucher_code", "Mã ưu đãi mới nhất", "Newest voucher code", "SEN7K4PXQ9D"),
    MergeField(
        "last_voucher_date_end", "Hạn của mã ưu đãi", "Voucher's last day", "30/11/2026"
    ),
)  # fmt: skip


def merge_fields(workspace_id: int) -> list[MergeField]:
    """Return the names templates may use; the same in every workspace."""
    del workspace_id
    return list(_FIELDS)


def load_merge_values(
    workspace_id: int, customer_ids: Sequence[UUID]
) -> dict[UUID, Mapping[str, str]]:
    """Return flat texts by customer, read for all at once."""
    zone = workspace_zone(workspace_id)
    rows = load_last_orders(workspace_id, customer_ids)
    return {customer_id: _values(row, zone) for customer_id, row in rows.items()}


def _values(row: Mapping[str, Any], zone: ZoneInfo) -> dict[str, str]:
    ordered = row["number"] is not None
    return {
        "last_order_code": row["number"] or "",
        "last_order_total": format_vnd(row["total"]) if ordered else "",
        "last_order_status": _STATES.get(row["state"] or "", ""),
        "last_order_date": _day(row["placed_at"], zone),
        "last_order_product_names": row["names"] or "",
        "last_voucher_code": row["code"] or "",
        "last_voucher_date_end": _day(row["expires_at"], zone),
    }


def _day(instant: datetime | None, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%d/%m/%Y}" if instant else ""

"""What templates may read about a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from donbay.core.registry import MergeField
from donbay.core.sqlfile import Sql
from donbay.customers.queries import list_fields
from donbay.kit.phone import local_phone

SQL = Sql("donbay.customers")

_FIXED = (
    MergeField("given_name", "Tên gọi", "Given name", "Lan"),
    MergeField("full_name", "Họ và tên", "Full name", "Nguyễn Thị Lan"),
    MergeField("email", "E-mail", "E-mail", "lan@example.vn"),
    MergeField("phone", "Số điện thoại", "Phone", "0912345678"),
    MergeField("address", "Địa chỉ", "Address", "12 Lý Thường Kiệt, Hà Nội"),
)


def merge_fields(workspace_id: int) -> list[MergeField]:
    """Return the names templates of a workspace may use: fixed ones, then custom fields."""
    custom = [
        MergeField(f"fields_{field.key}", field.label, field.label, "…")
        for field in list_fields(workspace_id)
    ]
    return [*_FIXED, *custom]


def load_merge_values(
    workspace_id: int, customer_ids: Sequence[UUID]
) -> dict[UUID, Mapping[str, str]]:
    """Return flat texts by customer, read for all at once."""
    rows = SQL.rows("merge_values", {"workspace_id": workspace_id, "ids": list(customer_ids)})
    return {row[0]: _values(*row[1:]) for row in rows}


def _values(
    given_name: str,
    full_name: str,
    email: str | None,
    phone: str | None,
    address: str,
    fields: Mapping[str, object],
) -> dict[str, str]:
    values = {
        "given_name": given_name,
        "full_name": full_name,
        "email": email or "",
        "phone": local_phone(phone) if phone else "",
        "address": address,
    }
    for key, value in fields.items():
        values[f"fields_{key}"] = _text(value)
    return values


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else ""
    return str(value)

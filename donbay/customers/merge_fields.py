"""What templates may read about a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from donbay.core.registry import MergeField
from donbay.core.sqlfile import Sql
from donbay.customers.queries import field_definitions, list_fields
from donbay.customers.types import FieldDef, FieldKind
from donbay.kit.phone import local_phone

SQL = Sql("donbay.customers")

_FIXED = (
    MergeField("given_name", "Tên gọi", "Given name", "Lan"),
    MergeField("full_name", "Họ và tên", "Full name", "Nguyễn Thị Lan"),
    MergeField("email", "E-mail", "E-mail", "lan@example.vn"),
    MergeField("phone", "Số điện thoại", "Phone", "0912345678"),
    MergeField("address", "Địa chỉ", "Address", "12 Lý Thường Kiệt, Hà Nội"),
)


_EXAMPLES: Mapping[FieldKind, str] = {
    "text": "…", "number": "12,5", "date": "20/11/2026", "boolean": "có", "choice": "…",
}  # fmt: skip
_VIETNAMESE = str.maketrans(",.", ".,")
_GROUPED_FROM = 10_000  # below it a dot is not usual, and the number may be a year


def merge_fields(workspace_id: int) -> list[MergeField]:
    """Return the names templates of a workspace may use: fixed ones, then custom fields."""
    custom = [
        MergeField(f"fields_{field.key}", field.label, field.label, _example(field))
        for field in list_fields(workspace_id)
    ]
    return [*_FIXED, *custom]


def _example(field: FieldDef) -> str:
    return field.options[0] if field.options else _EXAMPLES[field.kind]


def load_merge_values(
    workspace_id: int, customer_ids: Sequence[UUID]
) -> dict[UUID, Mapping[str, str]]:
    """Return flat texts by customer, read for all at once."""
    rows = SQL.rows("merge_values", {"workspace_id": workspace_id, "ids": list(customer_ids)})
    used = any(row[-1] for row in rows)
    kinds = (
        {key: field.kind for key, field in field_definitions(workspace_id).items()} if used else {}
    )
    return {row[0]: _values(kinds, *row[1:]) for row in rows}


def _values(
    kinds: Mapping[str, FieldKind],
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
        values[f"fields_{key}"] = _text(value, kinds.get(key, "text"))
    return values


def _text(value: object, kind: FieldKind) -> str:
    """Return a value as a Vietnamese reader writes it; a no is empty, so that it is false."""
    if isinstance(value, bool):
        return "có" if value else ""
    if kind == "date":
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    if isinstance(value, int | float):
        written = f"{value:,}" if abs(value) >= _GROUPED_FROM else str(value)
        return written.translate(_VIETNAMESE)
    return str(value)

"""Reads of voucher programmes, their codes, and what templates say of a customer's shopping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from donbay.commerce.errors import VoucherNotFound
from donbay.commerce.models import Voucher as VoucherRow
from donbay.commerce.models import VoucherCode as CodeRow
from donbay.commerce.types import Voucher, VoucherCode
from donbay.core.folding import matching
from donbay.core.sqlfile import Sql
from donbay.kit.text import clean

SQL = Sql("donbay.commerce")


def get_voucher(workspace_id: int, voucher_id: UUID) -> Voucher:
    """Return one programme; raise VoucherNotFound."""
    row = VoucherRow.objects.for_workspace(workspace_id).filter(id=voucher_id).first()
    if row is None:
        raise VoucherNotFound
    (voucher,) = _counted(workspace_id, [row])
    return voucher


def list_vouchers(workspace_id: int, *, search: str = "") -> list[Voucher]:
    """Return the programmes, newest first; with a search those of that name, prefix or code."""
    rows = VoucherRow.objects.for_workspace(workspace_id)
    if code := clean(search).upper():
        named = matching(rows, search, "name", "prefix")
        # A customer reads her code out: which programme is it of?
        codes = CodeRow.objects.for_workspace(workspace_id).filter(code=code)
        rows = rows.filter(Q(id__in=named.values("id")) | Q(id__in=codes.values("voucher_id")))
    return _counted(workspace_id, list(rows.order_by("-created_at", "-id")))


def list_codes(
    workspace_id: int, voucher_id: UUID, *, before: UUID | None = None, limit: int = 50
) -> list[VoucherCode]:
    """Return a programme's codes, newest first, strictly before an id."""
    rows = CodeRow.objects.for_workspace(workspace_id).filter(voucher_id=voucher_id)
    if before is not None:
        rows = rows.filter(Q(id__lt=before))
    return [
        VoucherCode(
            id=row.id,
            code=row.code,
            voucher_id=row.voucher_id,
            customer_id=row.customer_id,
            state=row.state,  # type: ignore[arg-type]  # the check constraint holds it
            order_id=row.order_id,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
        )
        for row in rows.order_by("-id")[:limit]
    ]


def load_last_orders(workspace_id: int, customer_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return each customer's last order and newest live voucher code, read for all at once."""
    params = {"workspace_id": workspace_id, "customer_ids": list(customer_ids)}
    return {row.pop("customer_id"): row for row in SQL.dicts("last_orders", params)}


def _counted(workspace_id: int, rows: Sequence[VoucherRow]) -> list[Voucher]:
    params = {"workspace_id": workspace_id, "voucher_ids": [row.id for row in rows]}
    counts = {id_: (issued, used) for id_, issued, used in SQL.rows("count_codes", params)}
    return [_voucher_of(row, *counts.get(row.id, (0, 0))) for row in rows]


def _voucher_of(row: VoucherRow, issued: int, used: int) -> Voucher:
    return Voucher(
        id=row.id,
        name=row.name,
        kind=row.kind,  # type: ignore[arg-type]  # the check constraint holds it
        value=row.value,
        min_total=row.min_total,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        valid_days=row.valid_days,
        prefix=row.prefix,
        limit=row.limit,
        active=row.active,
        issued=issued,
        used=used,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )

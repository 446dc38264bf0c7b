"""Write voucher programmes and hand out their codes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit, changes, values_of
from donbay.commerce.errors import (
    InvalidVoucher,
    VoucherExhausted,
    VoucherNameTaken,
    VoucherNotFound,
)
from donbay.commerce.models import Voucher as VoucherRow
from donbay.commerce.models import VoucherCode as CodeRow
from donbay.commerce.queries.vouchers import get_voucher
from donbay.commerce.types import Voucher, VoucherInput
from donbay.core.errors import Words, field_problems
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.core.unique import unless_taken
from donbay.kit.ids import uuid7
from donbay.kit.text import clean, slugify
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.commerce")
# No 0 O 1 I L 2 Z 5 S 8 B: people read codes from a phone and type them elsewhere.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
_RANDOM_LENGTH = 8
_TRIES = 5
_MAX_MONEY = 10**12
_MOST = 1_000_000  # codes of a programme, days a code lives
_WRONG: Words = {
    "name": ("Hãy nhập tên chương trình.", "Give the programme a name."),
    "value": (
        "Mức giảm từ 1 đến 100 %, hoặc số tiền từ 1 ₫.",
        "A reduction is 1 to 100 %, or an amount from 1 ₫.",
    ),
    "min_total": ("Đơn tối thiểu từ 0 đến 1.000 tỷ ₫.", "The least total is 0 to 1,000 billion ₫."),
    "ends_at": ("Ngày kết thúc phải sau ngày bắt đầu.", "The end comes after the start."),
    "limit": ("Số mã từ 1 đến 1.000.000.", "1 to 1,000,000 codes."),
    "valid_days": ("Từ 1 đến 1.000.000 ngày.", "1 to 1,000,000 days."),
    "count": ("Mỗi lần tạo từ 1 đến 1.000 mã.", "1 to 1,000 codes at a time."),
}
_AUDITED = ("name", "value", "min_total", "valid_days", "limit", "active")


@atomic
def create_voucher(*, actor: Actor, now: datetime, voucher: VoucherInput) -> Voucher:
    """Create a programme."""
    values = _cleaned(voucher)
    with _name_may_be_taken(values):
        row = VoucherRow.objects.insert(
            actor.workspace_id, created_at=now, updated_at=now, **values
        )
    audit(
        actor=actor, now=now, action="voucher.created", kind="voucher", item_id=row.id,
        name=row.name,
    )  # fmt: skip
    return get_voucher(actor.workspace_id, row.id)


@atomic
def update_voucher(
    *, actor: Actor, now: datetime, voucher_id: UUID, edits: Mapping[str, Any]
) -> Voucher:
    """Change fields of a programme (of VoucherInput); codes given out keep their own end."""
    row = _lock(actor.workspace_id, voucher_id)
    known = {field.name: getattr(row, field.name) for field in fields(VoucherInput)}
    values = _cleaned(VoucherInput(**{**known, **edits}))
    before = values_of(row, _AUDITED)
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_at = now
    with _name_may_be_taken(values):
        row.save(update_fields=[*values, "updated_at"])
    audit(
        actor=actor, now=now, action="voucher.updated", kind="voucher", item_id=row.id,
        name=row.name, data=changes(before, values_of(row, _AUDITED)),
    )  # fmt: skip
    return get_voucher(actor.workspace_id, row.id)


@atomic
def give_vouchers(
    *,
    actor: Actor,
    now: datetime,
    voucher_id: UUID,
    customer_ids: Sequence[UUID],
    issue_key_prefix: str,
) -> dict[UUID, str]:
    """Give each customer one code of her own, set-based; the same hand-out twice gives it once.

    A customer is missing from the answer when the programme has stopped, ended or run out.
    """
    keys = {f"{issue_key_prefix}:{customer_id}": customer_id for customer_id in customer_ids}
    voucher = _lock(actor.workspace_id, voucher_id)
    given = _given(actor.workspace_id, list(keys))
    for _ in range(_TRIES):
        missing = [key for key in sorted(keys) if key not in given]
        missing = missing[: _room(voucher, now)]
        if not missing:
            break
        _insert(voucher, now, [(key, keys[key]) for key in missing])
        given = _given(actor.workspace_id, list(keys))
    return {keys[key]: code for key, code in given.items()}


@atomic
def issue_open_codes(*, actor: Actor, now: datetime, voucher_id: UUID, count: int) -> list[str]:
    """Make codes that belong to nobody, for leaflets and chats; raise VoucherExhausted."""
    voucher = _lock(actor.workspace_id, voucher_id)
    if problems := field_problems({"count": 1 <= count <= 1000}, _WRONG):
        raise InvalidVoucher(problems=problems)
    if _room(voucher, now) < count:
        raise VoucherExhausted(name=voucher.name)
    batch = uuid7()
    keys = [f"open:{batch}:{index}" for index in range(count)]
    for _ in range(_TRIES):
        given = _given(actor.workspace_id, keys)
        missing = [key for key in keys if key not in given]
        if not missing:
            break
        _insert(voucher, now, [(key, None) for key in missing])
    return sorted(_given(actor.workspace_id, keys).values())


def make_code(prefix: str) -> str:
    """Return a new random code: the programme's prefix and eight letters no eye confuses."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))


def _lock(workspace_id: int, voucher_id: UUID) -> VoucherRow:
    rows = VoucherRow.objects.for_workspace(workspace_id).select_for_update(no_key=True)
    row = rows.filter(id=voucher_id).first()
    if row is None:
        raise VoucherNotFound
    return row


def _room(voucher: VoucherRow, now: datetime) -> int:
    """Return how many more codes a locked programme gives out."""
    if not voucher.active or (voucher.ends_at is not None and voucher.ends_at <= now):
        return 0
    if voucher.limit is None:
        return 2**31
    codes = CodeRow.objects.for_workspace(voucher.workspace_id).filter(voucher_id=voucher.id)
    return max(voucher.limit - codes.count(), 0)


def _given(workspace_id: int, keys: Sequence[str]) -> dict[str, str]:
    rows = SQL.rows("given_codes", {"workspace_id": workspace_id, "issue_keys": list(keys)})
    return dict(rows)


def _insert(voucher: VoucherRow, now: datetime, wanted: Sequence[tuple[str, UUID | None]]) -> None:
    expires_at = now + timedelta(days=voucher.valid_days) if voucher.valid_days else None
    rows = SQL.rows(
        "give_codes",
        {
            "workspace_id": voucher.workspace_id,
            "now": now,
            "voucher_id": voucher.id,
            "expires_at": expires_at,
            "ids": [uuid7() for _ in wanted],
            "codes": [make_code(voucher.prefix) for _ in wanted],
            "customer_ids": [customer_id for _, customer_id in wanted],
            "issue_keys": [key for key, _ in wanted],
        },
    )
    append(
        [
            NewEvent(
                voucher.workspace_id,
                "voucher.issued",
                now,
                customer_id,
                code_id,
                {"voucher_id": str(voucher.id)},
            )
            for code_id, customer_id in rows
        ]
    )


def _cleaned(voucher: VoucherInput) -> dict[str, object]:
    name = clean(voucher.name)[:120]
    if problems := field_problems({"name": bool(name), **_checks(voucher)}, _WRONG):
        raise InvalidVoucher(problems=problems)
    prefix = slugify(voucher.prefix).replace("-", "").upper()[:10]
    return asdict(replace(voucher, name=name, prefix=prefix))


def _name_may_be_taken(values: Mapping[str, object]) -> AbstractContextManager[None]:
    """Refuse a name that another programme has, also one given at this very moment."""
    return unless_taken({"commerce_voucher_uq": VoucherNameTaken(name=values["name"])})


def _checks(voucher: VoucherInput) -> dict[str, bool]:
    most = 100 if voucher.kind == "percent" else _MAX_MONEY
    return {
        "value": 1 <= voucher.value <= most,
        "min_total": 0 <= voucher.min_total <= _MAX_MONEY,
        "ends_at": not (
            voucher.starts_at and voucher.ends_at and voucher.ends_at <= voucher.starts_at
        ),
        "limit": voucher.limit is None or 1 <= voucher.limit <= _MOST,
        "valid_days": voucher.valid_days is None or 1 <= voucher.valid_days <= _MOST,
    }

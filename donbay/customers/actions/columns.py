"""How profiles are read from and written to customers_customer, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from donbay.core.sqlfile import Sql
from donbay.customers.person import Draft, search_text
from donbay.kit import text

SQL = Sql("donbay.customers")


def lock_drafts(workspace_id: int, ids: Sequence[UUID]) -> dict[UUID, Draft]:
    """Lock customers in order of id and return their columns."""
    if not ids:
        return {}
    rows = SQL.dicts("lock_customers", {"workspace_id": workspace_id, "ids": list(ids)})
    return {row.pop("id"): Draft(**row) for row in rows}


def insert_drafts(workspace_id: int, now: datetime, drafts: Mapping[UUID, Draft]) -> None:
    """Insert new customers."""
    if drafts:
        SQL.execute("insert_customers", _rows(workspace_id, now, drafts))


def update_drafts(workspace_id: int, now: datetime, drafts: Mapping[UUID, Draft]) -> None:
    """Write changed customers back."""
    if drafts:
        SQL.execute("update_customers", _rows(workspace_id, now, drafts))


def _rows(workspace_id: int, now: datetime, drafts: Mapping[UUID, Draft]) -> dict[str, Any]:
    rows = [_row(id_, draft) for id_, draft in drafts.items()]
    return {"workspace_id": workspace_id, "now": now, "rows": orjson.dumps(rows).decode()}


def _row(id_: UUID, draft: Draft) -> dict[str, Any]:
    given = draft.full_name.rpartition(" ")[2]
    family, _, rest = draft.full_name.partition(" ")
    shown = draft.full_name or draft.email or draft.phone or ""
    return {
        "id": id_,
        "full_name": draft.full_name,
        "given_name": given,
        "family_name": family if rest else "",
        "gender": draft.gender,
        "birthday": draft.birthday,
        "email": draft.email,
        "phone": draft.phone,
        "address": draft.address,
        "province_code": draft.province_code,
        "note": draft.note,
        "fields": draft.fields,
        "source": draft.source,
        "search_text": search_text(draft),
        "sort_key": f"{text.sort_key(given)} {text.sort_key(shown)}",
    }

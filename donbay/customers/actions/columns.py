"""How profiles are read from and written to customers_customer, many at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

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
        SQL.execute("insert_customers", _arrays(workspace_id, now, drafts))


def update_drafts(workspace_id: int, now: datetime, drafts: Mapping[UUID, Draft]) -> None:
    """Write changed customers back."""
    if drafts:
        SQL.execute("update_customers", _arrays(workspace_id, now, drafts))


def _arrays(workspace_id: int, now: datetime, drafts: Mapping[UUID, Draft]) -> dict[str, Any]:
    people = list(drafts.values())
    arrays: dict[str, Any] = {
        name: [getattr(person, name) for person in people]
        for name in (
            "full_name", "gender", "birthday", "email", "phone", "address", "province_code", "note",
        )
    }  # fmt: skip
    for name in ("fields", "source"):
        arrays[name] = [json.dumps(getattr(p, name), ensure_ascii=False) for p in people]
    arrays["id"] = list(drafts)
    arrays["given_name"] = [text.given_name(p.full_name) for p in people]
    arrays["family_name"] = [text.family_name(p.full_name) for p in people]
    arrays["search_text"] = [search_text(p) for p in people]
    arrays["sort_key"] = [
        text.name_sort_key(p.full_name or p.email or p.phone or "") for p in people
    ]
    return {"workspace_id": workspace_id, "now": now, **arrays}

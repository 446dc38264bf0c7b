"""What segment conditions may ask about submissions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier, Literal

from donbay.core.registry import FacetContext, SegmentFacet
from donbay.sites.queries import list_page_names

_MAX_DAYS = 36_500


def compile_submitted(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has, or has not, sent a page's form; the value is {page_id, form_id?, within_days?}."""
    page_id, form_id, days = _wanted(value)
    parts = [
        SQL("sent.workspace_id = {}").format(Literal(context.workspace_id)),
        SQL("sent.customer_id = {}").format(Identifier(context.alias, "id")),
        SQL("sent.page_id = {}").format(Literal(page_id)),
    ]
    if form_id:
        parts.append(SQL("sent.form_id = {}").format(Literal(form_id)))
    if days:
        since = context.now - timedelta(days=days)
        parts.append(SQL("sent.at > {}").format(Literal(since)))
    exists = SQL("EXISTS (SELECT 1 FROM sites_submission AS sent WHERE {})").format(
        SQL(" AND ").join(parts)
    )
    return SQL("NOT {}").format(exists) if operator == "has_not" else exists


def facets() -> list[SegmentFacet]:
    """Return the facets of this room."""
    return [
        SegmentFacet(
            key="form.submitted",
            vi="Đã gửi biểu mẫu",
            en="Submitted a form",
            value_type="page",
            operators=("has", "has_not"),
            compile=compile_submitted,
            touched_by=frozenset({"form.submitted"}),
            choices=_pages,
        )
    ]


def _wanted(value: Any) -> tuple[UUID, str, int]:
    given: Mapping[str, Any] = value if isinstance(value, Mapping) else {"page_id": value}
    form_id, days = given.get("form_id") or "", given.get("within_days") or 0
    if not isinstance(form_id, str):
        raise ValueError("form_id")
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= _MAX_DAYS:
        raise ValueError("within_days")
    return UUID(str(given.get("page_id"))), form_id, days


def _pages(workspace_id: int) -> list[Mapping[str, str]]:
    return [{"value": str(id_), "label": name} for id_, name in list_page_names(workspace_id)]

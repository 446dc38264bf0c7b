"""What segment conditions may ask about opens and clicks of mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from psycopg.sql import SQL, Composable, Identifier, Literal

from donbay.core.registry import FacetContext, SegmentFacet

_MAX_DAYS = 36_500
_COUNT_LIMIT = 1_000_000


def compile_engaged(kind: str) -> Callable[[FacetContext, str, Any], Composable]:
    """Return the compiler: ever, never, within N days, at least N different messages."""

    def compile_(context: FacetContext, operator: str, value: Any) -> Composable:
        since: Composable = SQL("")
        if operator == "within_days":
            start = context.now - timedelta(days=_number(value, _MAX_DAYS))
            since = SQL(" AND e.at > {}").format(Literal(start))
        rows = SQL(
            "FROM messaging_engagement AS e WHERE e.workspace_id = {workspace}"
            " AND e.customer_id = {customer} AND e.kind = {kind} AND NOT e.bot{since}"
        ).format(
            workspace=Literal(context.workspace_id),
            customer=Identifier(context.alias, "id"),
            kind=Literal(kind),
            since=since,
        )
        if operator == "at_least":
            wanted = Literal(_number(value, _COUNT_LIMIT))
            return SQL("(SELECT count(DISTINCT e.message_id) {}) >= {}").format(rows, wanted)
        found = SQL("EXISTS (SELECT 1 {})").format(rows)
        return SQL("NOT {}").format(found) if operator == "never" else found

    return compile_


def _number(value: Any, limit: int) -> int:
    number = int(value)
    if not 0 <= number <= limit:
        raise ValueError(f"a number from 0 to {limit}")
    return number


def facets() -> tuple[SegmentFacet, ...]:
    """Return this room's facets."""
    operators = ("ever", "never", "within_days", "at_least")
    return (
        SegmentFacet(
            key="email_opened",
            vi="Đã mở e-mail",
            en="Opened an e-mail",
            value_type="number",
            operators=operators,
            compile=compile_engaged("open"),
            touched_by=frozenset({"message.opened"}),
        ),
        SegmentFacet(
            key="email_clicked",
            vi="Đã bấm liên kết trong e-mail",
            en="Clicked a link in an e-mail",
            value_type="number",
            operators=operators,
            compile=compile_engaged("click"),
            touched_by=frozenset({"message.clicked"}),
        ),
    )

"""Counting, listing and matching customers by a condition tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from donbay.core import registry
from donbay.core.arrays import array
from donbay.segments.compiler import compile_tree
from donbay.segments.tree import parse_tree
from donbay.segments.types import FacetInfo

_FROM = SQL(" FROM customers_v_customer AS c WHERE c.workspace_id = {workspace} AND ({predicate})")
_ALIAS = "c"
_ENTERED = Identifier("f", "entered_at")
# With LIMIT each customer is one probe of the index. As a join, the planner read every customer
# of the shop, and every holder of a tag, once a batch: slower the more customers a shop has.
_INSIDE = SQL(
    "SELECT f.place FROM unnest({ids}::uuid[], {entered_at}::timestamptz[])"
    " WITH ORDINALITY AS f (customer_id, entered_at, place) WHERE (SELECT {predicate}"
    " FROM customers_v_customer AS c WHERE c.workspace_id = {workspace} AND c.id = f.customer_id"
    " LIMIT 1)"
)


def count(workspace_id: int, tree: Any, now: datetime) -> int:
    """Return how many customers a tree (JSON) holds for."""
    ((found,),) = _run(SQL("SELECT count(*)") + _where(workspace_id, tree, now))
    return cast("int", found)


def list_ids(
    workspace_id: int,
    tree: Any,
    now: datetime,
    *,
    after: UUID | None = None,
    limit: int = 1000,
) -> list[UUID]:
    """Return the next customers a tree holds for, in order of id, after an id."""
    beyond = SQL(" AND c.id > {}").format(Literal(after)) if after else SQL("")
    statement = (
        SQL("SELECT c.id")
        + _where(workspace_id, tree, now)
        + beyond
        + SQL(" ORDER BY c.id LIMIT {}").format(Literal(limit))
    )
    return [row[0] for row in _run(statement)]


def match_ids(workspace_id: int, tree: Any, ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """Return those of the customers a tree holds for, in one statement."""
    if not ids:
        parse_tree(tree)
        return set()
    batch = SQL(" AND c.id = ANY({}::uuid[])").format(Literal(array(ids)))
    return {row[0] for row in _run(SQL("SELECT c.id") + _where(workspace_id, tree, now) + batch)}


def match_inside(
    workspace_id: int,
    tree: Any,
    ids: Sequence[UUID],
    entered_at: Sequence[datetime],
    now: datetime,
) -> list[bool]:
    """Tell for each customer inside a flow, with her time of entry, whether a tree holds."""
    holds = compile_tree(parse_tree(tree), workspace_id, now, alias=_ALIAS, entered_at=_ENTERED)
    answers = [False] * len(ids)
    if not ids:
        return answers
    asked = _ENTERED.as_string() in holds.as_string()
    statement = _INSIDE.format(
        ids=Literal(array(ids)),
        entered_at=Literal(array(entered_at if asked else ())),
        workspace=Literal(workspace_id),
        predicate=holds,
    )
    for (place,) in _run(statement):
        answers[place - 1] = True
    return answers


def predicate(workspace_id: int, tree: Any, now: datetime, *, alias: str = "c") -> Composable:
    """Return the compiled predicate of a tree over a customer row, for a bigger statement."""
    return compile_tree(parse_tree(tree), workspace_id, now, alias=alias)


def check_tree(workspace_id: int, tree: Any, now: datetime) -> None:
    """Raise the DomainError that counting a tree would raise."""
    predicate(workspace_id, tree, now)


def list_facets(workspace_id: int) -> list[FacetInfo]:
    """Return every registered facet with the choices of this workspace."""
    return [
        FacetInfo(
            key=facet.key,
            vi=facet.vi,
            en=facet.en,
            value_type=facet.value_type,
            operators=facet.operators,
            choices=tuple(facet.choices(workspace_id)) if facet.choices else (),
        )
        for facet in registry.segment_facets
    ]


def _where(workspace_id: int, tree: Any, now: datetime) -> Composable:
    return _FROM.format(
        workspace=Literal(workspace_id), predicate=predicate(workspace_id, tree, now)
    )


def _run(statement: Composable) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())

"""Compiles a condition tree to one SQL predicate over a customer row."""

from __future__ import annotations

from datetime import datetime

from psycopg.sql import SQL, Composable, Composed

from donbay.core import registry
from donbay.core.errors import FieldProblem
from donbay.core.registry import FacetContext
from donbay.segments.errors import ConditionValueInvalid, FacetUnknown, OperatorUnknown
from donbay.segments.types import Condition, Node

ALIAS = "c"
_JOIN = {"all": SQL(" AND "), "any": SQL(" OR "), "not": SQL(" OR ")}
_EMPTY = {"all": SQL("TRUE"), "any": SQL("FALSE"), "not": SQL("FALSE")}


def compile_tree(
    tree: Node,
    workspace_id: int,
    now: datetime,
    *,
    alias: str = ALIAS,
    entered_at: Composable | None = None,
) -> Composable:
    """Return a boolean expression over the customer row `alias`, true where the tree holds.

    Values are bound by psycopg as literals: run the statement without further parameters.
    Unknown (NULL) counts as "does not hold", also under `not`.
    """
    context = FacetContext(workspace_id, now, alias, entered_at)
    return _compile(tree, context, "")


def _compile(tree: Node, context: FacetContext, path: str) -> Composable:
    if isinstance(tree, Condition):
        return _condition(tree, context, path)
    parts = [
        _compile(item, context, f"{path}/items/{index}") for index, item in enumerate(tree.items)
    ]
    inner = _JOIN[tree.op].join([SQL("({})").format(p) for p in parts]) if parts else None
    joined: Composable = inner if inner is not None else _EMPTY[tree.op]
    return _negate(joined) if tree.op == "not" else joined


def _negate(predicate: Composable) -> Composed:
    return SQL("(({}) IS NOT TRUE)").format(predicate)


def _condition(condition: Condition, context: FacetContext, path: str) -> Composable:
    facet = registry.segment_facets.find(condition.facet)
    if facet is None:
        raise FacetUnknown(
            facet=condition.facet, path=path or "/", problems=[_problem(path, FacetUnknown.code)]
        )
    data = {"label_vi": facet.vi, "label_en": facet.en, "path": path or "/"}
    if condition.operator not in facet.operators:
        raise OperatorUnknown(
            operator=condition.operator,
            problems=[_problem(path, OperatorUnknown.code)],
            **data,
        )
    try:
        return facet.compile(context, condition.operator, condition.value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        problems = [_problem(path, ConditionValueInvalid.code)]
        raise ConditionValueInvalid(problems=problems, **data) from error


def _problem(path: str, code: str) -> FieldProblem:
    return FieldProblem(
        f"/tree{path}", "Điều kiện này chưa đúng.", "This condition is not right.", code
    )

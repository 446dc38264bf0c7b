"""Specs about segments: facets that conditions can ask about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg.sql import Composable


@dataclass(frozen=True, slots=True)
class FacetContext:
    """What a facet may use: the workspace, the business time, and the alias of the customer row.

    `entered_at` is set where the condition is asked for somebody inside a flow: an SQL
    expression giving the instant she entered.
    """

    workspace_id: int
    now: datetime
    alias: str = "c"
    entered_at: Composable | None = None


@dataclass(frozen=True, slots=True)
class SegmentFacet:
    """One thing a condition can ask about a customer.

    `compile(context, operator, value)` returns a boolean SQL expression over the customer
    alias with every value bound as a literal; it raises ValueError for a value that does not
    fit. `touched_by` names the event kinds after which the answer may have changed.
    `candidates(context, t0, t1)` returns a query of customer ids whose answer changes merely
    because time passes from t0 to t1.
    """

    key: str
    vi: str
    en: str
    value_type: str
    operators: tuple[str, ...]
    compile: Callable[[FacetContext, str, Any], Composable]
    touched_by: frozenset[str] = frozenset()
    candidates: Callable[[FacetContext, datetime, datetime], Composable] | None = None
    choices: Callable[[int], list[Mapping[str, str]]] | None = field(default=None)

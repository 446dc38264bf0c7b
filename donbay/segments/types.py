"""The condition language: a typed, versioned tree; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

VERSION = 1
GroupOperator = Literal["all", "any", "not"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about a customer: a registered facet, one of its operators, a value."""

    facet: str
    operator: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions taken together: `all` hold, `any` holds, or `not` a single one holds."""

    op: GroupOperator
    items: tuple[Node, ...]


Node = Condition | Group


@dataclass(frozen=True, slots=True)
class FacetInfo:
    """A facet as shown in the condition editor."""

    key: str
    vi: str
    en: str
    value_type: str
    operators: tuple[str, ...]
    choices: tuple[Mapping[str, str], ...]

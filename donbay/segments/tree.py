"""Pure core of the condition language: reading, writing and weighing trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from donbay.segments.errors import ConditionTreeInvalid, ConditionTreeTooLarge
from donbay.segments.types import VERSION, Condition, Group, Node

MAX_CONDITIONS = 100
MAX_DEPTH = 8
_GROUPS = ("all", "any", "not")


def parse_tree(json: Any) -> Node:
    """Return the tree in a JSON value of version 1; raise ConditionTreeInvalid naming the place."""
    if not isinstance(json, Mapping) or json.get("version") != VERSION:
        raise ConditionTreeInvalid(path="/version")
    tree = _node(json, "", 1)
    if sum(1 for _ in conditions(tree)) > MAX_CONDITIONS:
        raise ConditionTreeTooLarge(limit=MAX_CONDITIONS, depth=MAX_DEPTH)
    return tree


def conditions(tree: Node) -> Iterator[Condition]:
    """Give every condition of a tree."""
    if isinstance(tree, Condition):
        yield tree
        return
    for item in tree.items:
        yield from conditions(item)


def _node(json: Any, path: str, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ConditionTreeTooLarge(limit=MAX_CONDITIONS, depth=MAX_DEPTH)
    if not isinstance(json, Mapping):
        raise ConditionTreeInvalid(path=path or "/")
    if "facet" in json:
        return _condition(json, path)
    op, items = json.get("op"), json.get("items")
    if op not in _GROUPS or not isinstance(items, list):
        raise ConditionTreeInvalid(path=path or "/")
    return Group(op, tuple(_node(x, f"{path}/items/{i}", depth + 1) for i, x in enumerate(items)))


def _condition(json: Mapping[str, Any], path: str) -> Condition:
    facet, operator = json.get("facet"), json.get("operator")
    if not isinstance(facet, str) or not isinstance(operator, str) or "items" in json:
        raise ConditionTreeInvalid(path=path or "/")
    return Condition(facet, operator, json.get("value"))

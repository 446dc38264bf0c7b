"""Reading and writing condition trees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.segments.errors import ConditionTreeInvalid, ConditionTreeTooLarge
from donbay.segments.tree import MAX_CONDITIONS, MAX_DEPTH, parse_tree
from donbay.segments.types import VERSION, Condition, Group

LEAF: dict[str, Any] = {"facet": "customer.email", "operator": "present"}

conditions = st.builds(
    Condition, st.text(max_size=5), st.text(max_size=5), st.none() | st.integers() | st.text()
)
trees = st.recursive(
    conditions,
    lambda inner: st.builds(
        Group, st.sampled_from(["all", "any", "not"]), st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=10,
)


@given(trees)
def test_a_tree_written_and_read_is_the_same(tree: Condition | Group) -> None:
    json = {"version": VERSION, **_written(tree)}

    try:
        assert parse_tree(json) == tree
    except ConditionTreeTooLarge:
        assert _depth(tree) > MAX_DEPTH


def _written(tree: Condition | Group) -> dict[str, Any]:
    if isinstance(tree, Condition):
        return {"facet": tree.facet, "operator": tree.operator, "value": tree.value}
    return {"op": tree.op, "items": [_written(item) for item in tree.items]}


def _depth(tree: Condition | Group) -> int:
    if isinstance(tree, Condition):
        return 1
    return 1 + max((_depth(item) for item in tree.items), default=0)


@pytest.mark.parametrize(
    ("json", "path"),
    [
        (None, "/version"),
        ({"op": "all", "items": []}, "/version"),
        ({"version": 2, "op": "all", "items": []}, "/version"),
        ({"version": 1, "op": "none", "items": []}, "/"),
        ({"version": 1, "op": "all"}, "/"),
        ({"version": 1, "op": "all", "items": [LEAF, {"facet": 3}]}, "/items/1"),
        ({"version": 1, "op": "any", "items": [{"op": "all", "items": [7]}]}, "/items/0/items/0"),
    ],
)
def test_what_is_not_a_tree_is_refused_with_its_place(json: Any, path: str) -> None:
    with pytest.raises(ConditionTreeInvalid) as caught:
        parse_tree(json)

    assert caught.value.data["path"] == path
    assert path in caught.value.message("vi")


def test_too_many_or_too_deep_is_refused() -> None:
    wide = {"version": 1, "op": "all", "items": [LEAF] * (MAX_CONDITIONS + 1)}
    deep: dict[str, Any] = LEAF
    for _ in range(MAX_DEPTH):
        deep = {"op": "not", "items": [deep]}

    for tree in (wide, {"version": 1, **deep}):
        with pytest.raises(ConditionTreeTooLarge):
            parse_tree(tree)

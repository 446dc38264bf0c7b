"""Heading levels of a page: one h1, none skipped, whatever the author chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from donbay.sites.tree import Checkout, Heading, LeadForm, PageTree, ProductCard, walk


def heading_levels(tree: PageTree) -> Mapping[str, int]:
    """Return the level of every heading by node id; form and product titles are headings too."""
    wished = list(_wishes(tree))
    first = _first(wished)
    levels: dict[str, int] = {}
    before = 1
    for node_id, level in wished:
        chosen = 1 if node_id == first else min(max(level, 2), before + 1)
        levels[node_id] = chosen
        before = chosen
    return levels


def _wishes(tree: PageTree) -> Iterator[tuple[str, int]]:
    for node, _ in walk(tree):
        if isinstance(node, Heading):
            yield node.id, node.level
        elif isinstance(node, LeadForm | Checkout) and node.title:
            yield node.id, 2
        elif isinstance(node, ProductCard):
            yield node.id, 3


def _first(wished: list[tuple[str, int]]) -> str:
    for node_id, level in wished:
        if level == 1:
            return node_id
    return wished[0][0] if wished else ""

"""A template's tree made into a page of one's own: its product, and words that fit it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from donbay.kit.text import fold
from donbay.sites.render.markup import esc
from donbay.sites.types import ProductView, TemplateInfo


def start_from(template: TemplateInfo, product: ProductView | None) -> tuple[Any, dict[str, Any]]:
    """Return a template's tree and SEO for a product.

    Without one its places stay empty, for the author to choose; they are named as problems.
    """
    seo = dict(template.seo)
    if product is None:
        return template.tree, seo
    tree = with_products(template.tree, [str(product.id)])
    if speaks_of(template, product):
        return tree, seo
    words = {"name": product.name, "description": product.description.strip()}
    seo.update(_filled(template.sample.get("seo", {}), words))
    instead = template.sample.get("instead", {})
    return _replaced(tree, instead, words, product.image_key), seo


def speaks_of(template: TemplateInfo, product: ProductView) -> bool:
    """Tell whether a template's sample words are about this product."""
    sample = template.sample.get("product", "")
    return fold(sample) in fold(product.name)


def with_products(tree: Any, product_ids: Sequence[str]) -> Any:
    """Return a template's tree with its empty product places filled."""
    if isinstance(tree, list):
        return [with_products(item, product_ids) for item in tree]
    if not isinstance(tree, Mapping):
        return tree
    filled = {key: with_products(value, product_ids) for key, value in tree.items()}
    if product_ids and filled.get("product_ids") == []:
        filled["product_ids"] = list(product_ids[:1])
    if product_ids and filled.get("product_id") == "":
        filled["product_id"] = product_ids[0]
    return filled


def _replaced(tree: Any, instead: Mapping[str, Any], words: Mapping[str, str], picture: str) -> Any:
    """Return a tree whose named nodes have other words, and the product's own picture."""
    if isinstance(tree, list):
        return [_replaced(item, instead, words, picture) for item in tree]
    if not isinstance(tree, Mapping):
        return tree
    node = {key: _replaced(value, instead, words, picture) for key, value in tree.items()}
    patch = instead.get(str(node.get("id", "")))
    if patch is None:
        return node
    if node.get("type") == "image":
        return {**node, **_filled(patch, words), "src": f"media:{picture}" if picture else ""}
    return {**node, **_filled(patch, {key: esc(value) for key, value in words.items()})}


def _filled(patch: Any, words: Mapping[str, str]) -> Any:
    """Return a patch with `{name}` and `{description}` in place; `{a|b}` is b where a is empty."""
    if isinstance(patch, Mapping):
        return {key: _filled(value, words) for key, value in patch.items()}
    if isinstance(patch, list):
        return [_filled(item, words) for item in patch]
    if not isinstance(patch, str):
        return patch
    if patch.startswith("{description|"):
        return words["description"] or patch.removeprefix("{description|").removesuffix("}")
    return patch.replace("{name}", words["name"])

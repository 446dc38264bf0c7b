"""What a component may know while it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from donbay.sites import artwork
from donbay.sites.render.colour import Surface, readable, surface
from donbay.sites.render.markup import Value, attrs, esc
from donbay.sites.render.sheet import Sheet
from donbay.sites.tree import Node, Section
from donbay.sites.types import FormSpec, ProductView, Seller

_TOKENS = {
    "ink": "var(--ink)",
    "muted": "var(--mut)",
    "primary": "var(--pt)",
    "accent": "var(--at)",
    "white": "#ffffff",
}


@dataclass(frozen=True, slots=True)
class Context:
    """One rendering: where pictures are, what is sold, and the paper underfoot."""

    sheet: Sheet
    surface: Surface
    page_id: str
    version: int
    media_url: str
    seller: Seller
    levels: Mapping[str, int]
    products: Mapping[str, ProductView]
    forms: Mapping[str, FormSpec]
    editing: bool = False
    anchors: Mapping[str, str] = field(default_factory=dict)  # what stands for its section, by id

    def on(self, node: Node, *, card: bool = False) -> Context:
        """Return the context of a node's children: its background becomes the paper."""
        if node.style.background:
            return replace(self, surface=surface(self.sheet.theme, node.style.background))
        if card:
            return replace(self, surface=replace(self.surface, stops=(self.surface.card,)))
        return self

    def attributes(self, node: Node, base: str, **more: Value) -> str:
        """Return a node's class (base, background, own looks) and other attributes."""
        classes = [base]
        if node.style.background:
            classes.append(self.sheet.surface_class(node.style.background))
        band = isinstance(node, Section)
        looks = self.sheet.style_class(node.style, self._colour(node), band=band)
        pairs: dict[str, Value] = {"class": " ".join(filter(None, [*classes, looks]))}
        if self.editing:
            pairs["data-node"] = node.id
        return attrs({**pairs, **{k.replace("_", "-"): v for k, v in more.items()}})

    def picture(
        self,
        source: str,
        alt: str,
        key: str,
        *,
        eager: bool = False,
        size: tuple[int, int] = (0, 0),
    ) -> str:
        """Return an image: a drawing inline, or an <img>; an empty alt marks decoration."""
        kind, _, name = source.partition(":")
        if kind == "asset" and name in artwork.names():
            look = {"aria-hidden": "true"} if not alt else {"role": "img", "aria-label": alt}
            return artwork.inline(name, key, attrs(dict(look)))
        if kind != "media":
            return ""
        width, height = size
        return (
            f'<img src="{esc(self.media_url + name)}" alt="{esc(alt)}"'
            + attrs({"width": width or None, "height": height or None})
            + ("" if eager else ' loading="lazy"')
            + ' decoding="async">'
        )

    def _colour(self, node: Node) -> str | None:
        if node.style.color is None:
            return None
        colour = _TOKENS.get(node.style.color, node.style.color)
        own = surface(self.sheet.theme, node.style.background) if node.style.background else None
        papers = (own or self.surface).stops
        return readable(colour, papers) if colour.startswith("#") else colour

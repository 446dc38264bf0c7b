"""The drawings shipped with Donbay: SVG that takes the theme's colours, put into the document."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_ID = re.compile(r'\bid="([\w-]+)"|url\(#([\w-]+)\)|href="#([\w-]+)"')
_SIZE = re.compile(r"<svg\b([^>]*)>")


@cache
def names() -> tuple[str, ...]:
    """Return the names of all drawings."""
    folder = files("donbay.sites") / "assets"
    found = (entry.name for entry in folder.iterdir() if entry.name.endswith(".svg"))
    return tuple(sorted(name.removesuffix(".svg") for name in found))


@cache
def source(name: str) -> str:
    """Return a drawing's SVG; raise KeyError when there is none of this name."""
    if name not in names():
        raise KeyError(name)
    path = files("donbay.sites") / "assets" / f"{name}.svg"
    return path.read_text(encoding="utf-8").strip()


def inline(name: str, prefix: str, attributes: str) -> str:
    """Return a drawing for one place of a document: own ids, given attributes on its root."""
    svg = with_own_ids(source(name), prefix)
    return _SIZE.sub(lambda match: f"<svg{match[1]}{attributes}>", svg, count=1)


def with_own_ids(svg: str, prefix: str) -> str:
    """Return a drawing whose ids are nobody else's in the document."""
    return _ID.sub(lambda match: _renamed(match, prefix), svg)


def _renamed(match: re.Match[str], prefix: str) -> str:
    own, url, href = match.groups()
    if own:
        return f'id="{prefix}-{own}"'
    return f"url(#{prefix}-{url})" if url else f'href="#{prefix}-{href}"'

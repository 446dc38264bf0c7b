"""Inline rich text: the few tags an author may use, everything else removed."""

from __future__ import annotations

import html
import re

import nh3

INLINE_TAGS = frozenset(
    ("a", "b", "strong", "i", "em", "u", "s", "mark", "small", "br", "sub", "sup")
)
BLOCK_TAGS = INLINE_TAGS | {"p", "ul", "ol", "li"}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_HREF = re.compile(
    r"(?:https?://[^\s<>\"'\\]+|mailto:[^\s<>\"'\\]+|tel:[+0-9().\- ]+"
    r"|/(?![/\\])[^\s<>\"'\\]*|#[\w-]*)"
)
_TAG = re.compile(r"<[^>]*>")
_PLACEHOLDER = "__DONBAY"


def clean_inline(text: str) -> str:
    """Return text with inline tags only, safe to put inside a paragraph or heading."""
    return _clean(text, INLINE_TAGS)


def clean_blocks(text: str) -> str:
    """Return text that may also hold paragraphs and lists."""
    return _clean(text, BLOCK_TAGS)


def plain(text: str) -> str:
    """Return the words of rich text without any tag."""
    return html.unescape(_TAG.sub(" ", text.replace("<br>", " "))).strip()


def disarm(text: str) -> str:
    """Return text in which nothing reads like a name that the edge replaces."""
    return text.replace(_PLACEHOLDER, "_ _DONBAY")


def safe_href(href: str) -> bool:
    """Tell whether a link target is of a kind that pages may point at."""
    return bool(_HREF.fullmatch(href))


def _clean(text: str, tags: frozenset[str]) -> str:
    cleaned = nh3.clean(
        text,
        tags=set(tags),
        clean_content_tags={"script", "style", "template", "iframe", "noscript", "svg", "math"},
        attributes={"a": {"href"}},
        attribute_filter=_keep_attribute,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )
    return disarm(cleaned)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    del tag
    return value if name == "href" and safe_href(value.strip()) else None

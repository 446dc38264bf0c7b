"""The few functions every piece of markup is built from; all text passes through esc."""

from __future__ import annotations

import html
from collections.abc import Iterable

from donbay.sites.richtext import disarm

Value = str | int | bool | None


def esc(text: str) -> str:
    """Return text safe inside an element or a quoted attribute."""
    return html.escape(disarm(text), quote=True)


def attrs(pairs: dict[str, Value]) -> str:
    """Return attributes with a leading blank; None and False are left out, True stands alone."""
    out = []
    for name, value in pairs.items():
        if value is None or value is False or (value == "" and name == "class"):
            continue
        out.append(f" {name}" if value is True else f' {name}="{esc(str(value))}"')
    return "".join(out)


def el(tag: str, inner: str, /, **pairs: Value) -> str:
    """Return an element; `class_` and `for_` lose their underscore, other `_` become `-`."""
    return f"<{tag}{attrs(_names(pairs))}>{inner}</{tag}>"


def void(tag: str, /, **pairs: Value) -> str:
    """Return an element without content."""
    return f"<{tag}{attrs(_names(pairs))}>"


def join(parts: Iterable[str]) -> str:
    """Return parts one after the other."""
    return "".join(parts)


def _names(pairs: dict[str, Value]) -> dict[str, Value]:
    return {name.rstrip("_").replace("_", "-"): value for name, value in pairs.items()}

"""The page templates shipped with Donbay."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from donbay.sites.errors import UnknownTemplate
from donbay.sites.types import TemplateInfo

ORDER = ("ebook", "service", "product")


@cache
def templates() -> tuple[TemplateInfo, ...]:
    """Return every template, in the order in which they are offered."""
    return tuple(_read(key) for key in ORDER)


def find_template(key: str) -> TemplateInfo:
    """Return a template; raise UnknownTemplate."""
    for template in templates():
        if template.key == key:
            return template
    raise UnknownTemplate(template=key)


def _read(key: str) -> TemplateInfo:
    path = files("donbay.sites") / "templates" / f"{key}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return TemplateInfo(key=key, **data)

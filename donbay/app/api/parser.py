"""Reads JSON bodies strictly: only text that every column of the database can hold."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser


class Unstorable(ValueError):
    """A text holds U+0000, which PostgreSQL stores in no column."""


class StrictParser(Parser):
    """Refuses what is no UTF-8, has a lone surrogate (orjson does) or a NUL (Unstorable)."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's value; Ninja answers 400 for whatever is raised."""
        value = orjson.loads(request.body)
        if b"\\u0000" in request.body and _has_nul(value):
            raise Unstorable
        return value


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(key) or _has_nul(each) for key, each in value.items())
    return isinstance(value, list) and any(map(_has_nul, value))

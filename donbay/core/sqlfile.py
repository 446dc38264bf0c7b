"""SQL statements kept in `<room>/sql/*.sql`, one question per file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, cast

import orjson
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import JsonbLoader

from donbay.core.arrays import literal

Params = Mapping[str, Any]


class Sql:
    """The statements of one room, run on Django's connection and in its transaction."""

    def __init__(self, package: str) -> None:
        self._package = package

    def text(self, name: str) -> str:
        """Return a statement's text."""
        return _read(self._package, name)

    def execute(self, name: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(self.text(name), _written(params))
            return cast("int", cursor.rowcount)

    def rows(self, name: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with _json_cursor() as cursor:
            cursor.execute(self.text(name), _written(params))
            return cast("list[tuple[Any, ...]]", cursor.fetchall())

    def dicts(self, name: str, params: Params | None = None) -> list[dict[str, Any]]:
        """Run a query and return its rows by column name."""
        with _json_cursor() as cursor:
            cursor.execute(self.text(name), _written(params))
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _written(params: Params | None) -> dict[str, Any] | None:
    """Write lists as array literals; what is not of one simple type is left to psycopg."""
    if params is None:
        return None
    return {
        name: literal(value) or value if isinstance(value, list) else value
        for name, value in params.items()
    }


class _JsonbLoader(JsonbLoader):
    _loads = staticmethod(orjson.loads)  # a batch is mostly JSON


@contextmanager
def _json_cursor() -> Iterator[CursorWrapper]:
    """Open a cursor that reads jsonb as Python values; Django's own reads it as text."""
    with connection.cursor() as cursor:
        adapters = cursor.cursor.adapters
        adapters.register_loader("jsonb", _JsonbLoader)
        yield cursor


@cache
def _read(package: str, name: str) -> str:
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")

"""SQL statements kept in `<room>/sql/*.sql`, one question per file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, cast

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import JsonbLoader

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
            cursor.execute(self.text(name), params)
            return cast("int", cursor.rowcount)

    def rows(self, name: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with _json_cursor() as cursor:
            cursor.execute(self.text(name), params)
            return cast("list[tuple[Any, ...]]", cursor.fetchall())

    def dicts(self, name: str, params: Params | None = None) -> list[dict[str, Any]]:
        """Run a query and return its rows by column name."""
        with _json_cursor() as cursor:
            cursor.execute(self.text(name), params)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def _json_cursor() -> Iterator[CursorWrapper]:
    """Open a cursor that reads jsonb as Python values; Django's own reads it as text."""
    with connection.cursor() as cursor:
        adapters = cursor.cursor.adapters
        adapters.register_loader("jsonb", JsonbLoader)
        yield cursor


@cache
def _read(package: str, name: str) -> str:
    return (files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")

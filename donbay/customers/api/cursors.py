"""Cursors as clients give them, checked for what a list expects inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from donbay.core.api import read_cursor
from donbay.core.errors import BadCursorGiven
from donbay.customers.types import SortOrder

T = TypeVar("T")


def time_and_uuid(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return the (time, id) key inside a cursor."""
    return _read(cursor, lambda first, second: (datetime.fromisoformat(first), UUID(second)))


def time_and_number(cursor: str | None) -> tuple[datetime, int] | None:
    """Return the (time, number) key inside a cursor."""
    return _read(cursor, lambda first, second: (datetime.fromisoformat(first), int(second)))


def customer_key(cursor: str | None, sort: SortOrder) -> tuple[str, str] | None:
    """Return the sort key of a list of customers inside a cursor."""
    if sort == "name":
        return _read(cursor, lambda first, second: (first, str(UUID(second))))
    key = time_and_uuid(cursor)
    return (key[0].isoformat(), str(key[1])) if key else None


def _read(cursor: str | None, parse: Callable[[str, str], T]) -> T | None:
    key = read_cursor(cursor, 2)
    if key is None:
        return None
    try:
        return parse(str(key[0]), str(key[1]))
    except ValueError as error:
        raise BadCursorGiven from error

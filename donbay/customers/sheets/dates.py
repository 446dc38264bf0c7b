"""Dates as people write them in sheets: 5/3/1990, 1990-03-05, 32937."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Order = Literal["dmy", "mdy"]

_PARTS = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})(?:[ T].*)?")
_ISO = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ T].*)?")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 367, 73_050  # 1901-01-01 and 2099-12-31
_MONTHS = 12
_CENTURY = 100


class InvalidDate(ValueError):
    """The text is not a date."""


def parse_date(text: str, order: Order = "dmy", *, today: date) -> date:
    """Return the date in a cell; day before month unless told otherwise, Excel serials too.

    A two-digit year is the latest one that is not after today. Raises InvalidDate.
    """
    cell = text.strip()
    iso, parts = _ISO.fullmatch(cell), _PARTS.fullmatch(cell)
    if iso:
        return _date(*(int(part) for part in iso.groups()))
    if parts:
        first, second, year = (int(part) for part in parts.groups())
        day, month = (second, first) if order == "mdy" else (first, second)
        if year < _CENTURY:
            year = _full_year(year, today)
        return _date(year, month, day)
    if _SERIAL.fullmatch(cell) and _FIRST_SERIAL <= float(cell) <= _LAST_SERIAL:
        return _EXCEL_EPOCH + timedelta(days=int(float(cell)))
    raise InvalidDate(text)


def detect_order(cells: Iterable[str]) -> Order:
    """Return month-first only when the column proves it: a second part over 12, no first one."""
    month_first = False
    for cell in cells:
        parts = _PARTS.fullmatch(cell.strip())
        if parts is None:
            continue
        if int(parts[1]) > _MONTHS:
            return "dmy"
        month_first = month_first or int(parts[2]) > _MONTHS
    return "mdy" if month_first else "dmy"


def _full_year(year: int, today: date) -> int:
    century = today.year - today.year % _CENTURY
    return century + year if century + year <= today.year else century - _CENTURY + year


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidDate(f"{year}-{month}-{day}") from error

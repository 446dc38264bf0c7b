"""Writes workbooks that are safe to open."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | None
"""A day is a date, a moment a datetime in the reader's own time, without its zone."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MAX_CELL = 32_767
_WIDTH = 18  # letters
_EARLIEST = 1900  # spreadsheets know no year before


def guard(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_DANGEROUS) else text


class Book:
    """A workbook written row by row, several sheets at once; no row stays in memory."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._bold = self._book.add_format({"bold": True})
        self._formats = {
            datetime: self._book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            date: self._book.add_format({"num_format": "dd/mm/yyyy"}),
            int: self._book.add_format({"num_format": "#,##0"}),
        }

    def add_sheet(self, name: str, heading: Sequence[str]) -> Sheet:
        """Begin a sheet with its heading."""
        worksheet = self._book.add_worksheet(name[:31])
        worksheet.freeze_panes(1, 0)
        worksheet.set_column(0, max(len(heading) - 1, 0), _WIDTH)
        for column, title in enumerate(heading):
            worksheet.write_string(0, column, guard(title), self._bold)
        return Sheet(worksheet, self._formats)

    def close(self) -> BinaryIO:
        """Return the whole workbook, ready to read."""
        self._book.close()
        self._out.seek(0)
        return self._out


class Sheet:
    """A sheet of a book that grows by rows."""

    def __init__(self, worksheet: Worksheet, formats: dict[type, Format]) -> None:
        self._worksheet = worksheet
        self._formats = formats
        self._rows = 0

    def append(self, row: Sequence[Cell]) -> None:
        """Write the next row: texts as texts, numbers and dates as what they are."""
        self._rows += 1
        for column, cell in enumerate(row):
            if isinstance(cell, date) and cell.year >= _EARLIEST:
                form = self._formats[datetime if isinstance(cell, datetime) else date]
                self._worksheet.write_datetime(self._rows, column, cell, form)
            elif isinstance(cell, int | float):
                form = self._formats.get(type(cell))
                self._worksheet.write_number(self._rows, column, cell, form)
            elif cell:
                self._worksheet.write_string(self._rows, column, guard(str(cell))[:_MAX_CELL])


def write_sheet(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> BinaryIO:
    """Return a workbook of one sheet."""
    book = Book()
    sheet = book.add_sheet(name, heading)
    for row in rows:
        sheet.append(row)
    return book.close()

"""Writes sheets that are safe to open."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_MAX_CELL = 32_000


def guard(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def write_sheet(name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> BinaryIO:
    """Return a workbook of one sheet of texts, written row by row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(heading):
        sheet.write_string(0, column, guard(title), bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, guard(cell)[:_MAX_CELL])
    book.close()
    out.seek(0)
    return out

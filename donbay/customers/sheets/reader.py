"""Reads a sheet into texts, whatever program wrote it."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from donbay.core.errors import TooLarge
from donbay.customers.errors import (
    ImportFileEmpty,
    ImportFileLocked,
    ImportFileUnreadable,
    ImportTooManyColumns,
    ImportTooManyRows,
)

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 30_000
MAX_COLUMNS = 100
MAX_CELL = 32_767  # what a cell of a workbook holds
_MAX_UNPACKED = 400 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
_TEXTS = (".csv", ".txt", ".tsv")
_DELIMITERS = ",;\t|"
_GUARDED = "=+-@\t"

Cell = object


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's cells as text, and its number in the file as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one heading per column; rows without any text are left out."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(filename: str, data: bytes) -> Sheet:
    """Return the first visible sheet of a workbook, or a CSV in UTF-8, UTF-16 or Windows-1258.

    Raises a DomainError for a file that is too big, locked, empty or no sheet at all.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(limit_mb=MAX_BYTES // 1024 // 1024)
    name = filename.lower()
    if data.startswith((_ZIP, _OLE)) and name.endswith(_WORKBOOKS):
        return _sheet(_workbook_rows(filename, data))
    if name.endswith(_TEXTS):
        return _sheet(_csv_rows(filename, data))
    raise ImportFileUnreadable(filename=filename)


def cell_text(value: Cell) -> str:
    """Return a cell as the text a person would have typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    text = unicodedata.normalize("NFC", str(value)).replace("\x00", "").strip()
    if text.startswith("'") and text[1:2] in tuple(_GUARDED):
        text = text[1:]
    return text[:MAX_CELL]


def _workbook_rows(filename: str, data: bytes) -> Iterator[Sequence[Cell]]:
    _refuse_bomb(filename, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
        if not visible:
            return
        sheet = book.get_sheet_by_name(visible[0])
        start = sheet.start[0] if sheet.start else 0
        yield from ((),) * start
        yield from sheet.iter_rows()
    except PasswordError as error:
        raise ImportFileLocked(filename=filename) from error
    except (CalamineError, OSError, ValueError) as error:
        raise ImportFileUnreadable(filename=filename) from error


def _refuse_bomb(filename: str, data: bytes) -> None:
    if not data.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ImportFileUnreadable(filename=filename) from error
    if unpacked > _MAX_UNPACKED:
        raise TooLarge(limit_mb=MAX_BYTES // 1024 // 1024)


def _csv_rows(filename: str, data: bytes) -> Iterator[Sequence[Cell]]:
    text = _decode(filename, data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from reader
    except csv.Error as error:
        raise ImportFileUnreadable(filename=filename) from error


def _decode(filename: str, data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4096] or data.startswith((b"%PDF", _ZIP, _OLE)):
        raise ImportFileUnreadable(filename=filename)
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportFileUnreadable(filename=filename)


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    bare = "".join(part for index, part in enumerate(head.split('"')) if index % 2 == 0)
    return max(_DELIMITERS, key=lambda mark: (bare.count(mark), -_DELIMITERS.index(mark)))


def _sheet(rows: Iterable[Sequence[Cell]]) -> Sheet:
    numbered = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, 1))
    filled = ((number, cells) for number, cells in numbered if any(cells))
    head = next(filled, None)
    if head is None:
        raise ImportFileEmpty
    taken = list(islice(filled, MAX_ROWS + 1))
    if not taken:
        raise ImportFileEmpty
    if len(taken) > MAX_ROWS:
        raise ImportTooManyRows(limit=MAX_ROWS)
    width = max(_width(cells) for cells in (head[1], *(cells for _, cells in taken)))
    if width > MAX_COLUMNS:
        raise ImportTooManyColumns(limit=MAX_COLUMNS)
    rows_out = tuple(SheetRow(number, _padded(cells, width)) for number, cells in taken)
    return Sheet(_headings(_padded(head[1], width)), rows_out)


def _width(cells: Sequence[str]) -> int:
    return max((index for index, cell in enumerate(cells, 1) if cell), default=0)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _headings(cells: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    headings = []
    for index, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:100] or f"Cột {index}"
        seen[name] = seen.get(name, 0) + 1
        headings.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(headings)

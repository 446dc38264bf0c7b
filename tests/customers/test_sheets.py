"""Sheets as people have them: reading, mapping, cleaning."""

from __future__ import annotations

import io
import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from donbay.core.errors import DomainError, TooLarge
from donbay.customers.errors import (
    ImportColumnsMissing,
    ImportFileEmpty,
    ImportFileUnreadable,
    ImportMappingInvalid,
    ImportTooManyColumns,
    ImportTooManyRows,
)
from donbay.customers.sheets import reader
from donbay.customers.sheets.cleaning import Reading, clean_row
from donbay.customers.sheets.dates import InvalidDate, detect_order, parse_date
from donbay.customers.sheets.mapping import check_mapping, suggest_mapping
from donbay.customers.sheets.problems import describe_problem
from donbay.customers.sheets.reader import read_sheet
from donbay.customers.types import CleanRow, FieldDef
from donbay.kit.sheets import guard, write_sheet

DATA = Path(__file__).parents[1] / "data" / "khach-hang-cu.xlsx"
TODAY = date(2026, 11, 23)


def _xlsx(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def _row(**cells: str) -> CleanRow:
    names = {"sdt": "phone", "ten": "full_name", "mail": "email", "gt": "gender",
             "ns": "birthday", "the": "tags", "size": "fields.size", "dc": "address",
             "note": "note"}  # fmt: skip
    reading = Reading(
        columns=tuple(cells),
        mapping={name: names[name] for name in cells},
        definitions={"size": FieldDef("size", "Cỡ", "choice", ("S", "M"))},
        today=TODAY,
    )
    return clean_row(2, tuple(cells.values()), reading)


def test_the_old_list_is_read() -> None:
    sheet = read_sheet("khach-hang-cu.xlsx", DATA.read_bytes())

    assert sheet.columns[:4] == ("STT", "Họ và tên", "SĐT", "Email")
    assert len(sheet.rows) == 500
    assert sheet.rows[0].number == 2
    assert suggest_mapping(sheet.columns, []) == {
        "Họ và tên": "full_name", "SĐT": "phone", "Email": "email", "Giới tính": "gender",
        "Ngày sinh": "birthday", "Địa chỉ": "address", "Nhóm khách": "tags", "Ghi chú": "note",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        "Họ tên;SĐT\nHoà;0912345678\n".encode("utf-8-sig"),
        "Họ tên,SĐT\r\nHoà,0912345678\r\n".encode(),
        "Họ tên\tSĐT\nHoà\t0912345678\n".encode("utf-16"),
        "\nHọ tên,SĐT\n\nHoà,0912345678\n".encode(),
        unicodedata.normalize("NFD", "Họ tên;SĐT\nHoà;0912345678\n").encode(),
    ],
)
def test_csv_in_any_dress(data: bytes) -> None:
    sheet = read_sheet("a.csv", data)

    assert sheet.columns == ("Họ tên", "SĐT")
    assert [row.cells for row in sheet.rows] == [("Hoà", "0912345678")]


def test_windows_1258_is_understood() -> None:
    # ọ, à, Đ as Windows writes them: base letter, then the combining mark.
    data = b"H\x6f\xf2 t\xean;S\xd0T\nHo\xe0;0912345678\n"

    sheet = read_sheet("a.csv", data)

    assert sheet.columns == ("Họ tên", "SĐT")
    assert sheet.rows[0].cells == ("Hoà", "0912345678")


def test_a_quoted_newline_stays_in_its_cell() -> None:
    sheet = read_sheet("a.csv", b'name,note\n"An, B","x\ny"\n')

    assert sheet.rows[0].cells == ("An, B", "x\ny")


def test_headings_are_never_empty_or_twice() -> None:
    sheet = read_sheet("a.csv", b"phone,phone,,name\n1,2,3,4\n")

    assert sheet.columns == ("phone", "phone (2)", "Cột 3", "name")


def test_numbers_and_dates_of_a_workbook_become_text() -> None:
    sheet = read_sheet("a.xlsx", _xlsx([["sdt", "x"], [912345678, 1.5], [True, "a"]]))

    assert [row.cells for row in sheet.rows] == [("912345678", "1,5"), ("1", "a")]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pdf", b"%PDF-1.7 ...", ImportFileUnreadable),
        ("a.csv", b"%PDF-1.7 ...", ImportFileUnreadable),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", ImportFileUnreadable),
        ("a.xlsx", b"not a workbook", ImportFileUnreadable),
        ("a.xlsx", b"PK\x03\x04 broken", ImportFileUnreadable),
        ("a.xls", b"\xd0\xcf\x11\xe0 broken", ImportFileUnreadable),
        ("a.csv", b"", ImportFileEmpty),
        ("a.csv", b"name,phone\n", ImportFileEmpty),
        ("a.csv", b"n\n" + b"x\n" * 30_001, ImportTooManyRows),
        ("a.csv", b"," * 100 + b"x\n" + b"1\n", ImportTooManyColumns),
        ("a.csv", b"x" * (20 * 1024 * 1024 + 1), TooLarge),
    ],
)
def test_what_is_no_sheet_is_refused_in_both_languages(
    name: str, data: bytes, error: type[DomainError]
) -> None:
    with pytest.raises(error) as caught:
        read_sheet(name, data)

    assert caught.value.message("vi") != caught.value.message("en")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "_MAX_UNPACKED", 1000)

    with pytest.raises(TooLarge):
        read_sheet("a.xlsx", _xlsx([["a"], ["b"]]))


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.xls"]))
def test_any_bytes_give_a_sheet_or_a_known_failure(data: bytes, name: str) -> None:
    try:
        sheet = read_sheet(name, data)
    except DomainError:
        return
    assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)


def test_mapping_names_each_column_that_is_wrong() -> None:
    with pytest.raises(ImportMappingInvalid) as caught:
        check_mapping(["A", "B"], {"A": "phone", "B": "phone", "C": "email"}, [])

    assert [p.code for p in caught.value.problems] == ["target_twice", "column_unknown"]


def test_mapping_needs_somebody() -> None:
    with pytest.raises(ImportColumnsMissing):
        check_mapping(["A"], {"A": "note"}, [])


def test_a_custom_field_is_suggested_by_its_label() -> None:
    fields = [FieldDef("da", "Loại da", "text")]

    assert suggest_mapping(["LOẠI DA", "x"], fields) == {"LOẠI DA": "fields.da"}


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("912345678", "+84912345678"),
        ("01645678901", "+84345678901"),
        ("1645678901", "+84345678901"),
        ("+84 34 567 8901", "+84345678901"),
        ("0912345678 / 0987654321", "+84912345678"),
        ("nhà: 0912345678; 0987654321", "+84987654321"),
    ],
)
def test_phones_as_sheets_have_them(cell: str, phone: str) -> None:
    assert _row(sdt=cell).person.phone == phone


def test_a_bad_cell_is_left_out_and_the_row_stays() -> None:
    clean = _row(ten="Hoà", sdt="12", mail="hoa@", gt="?", ns="31/02/1990", size="XXL")

    assert clean.usable
    assert clean.person.full_name == "Hoà"
    assert [(p.column, p.code) for p in clean.problems] == [
        ("sdt", "phone_invalid"), ("mail", "email_invalid"), ("gt", "gender_unknown"),
        ("ns", "date_invalid"), ("size", "field_value_invalid"),
    ]  # fmt: skip


def test_what_is_too_long_is_cut_and_said() -> None:
    clean = _row(ten="Hoà", dc="x" * 501, note="y" * 5_001)

    assert (len(clean.person.address), len(clean.person.note)) == (500, 5_000)
    assert [(p.column, p.code) for p in clean.problems] == [
        ("dc", "value_cut"), ("note", "value_cut"),
    ]  # fmt: skip
    assert describe_problem("value_cut", "vi") != "value_cut"


def test_a_row_with_nobody_is_an_error() -> None:
    clean = _row(ten=" ", sdt="-", mail="không có")

    assert not clean.usable
    assert [p.code for p in clean.problems] == ["nobody_in_row"]


def test_a_row_of_a_name_only_has_an_id_of_its_own() -> None:
    assert _row(ten="Hoà").person.external_id == _row(ten=" Hoà ").person.external_id
    assert _row(ten="Hoà").person.external_id != _row(ten="Lan").person.external_id


def test_decomposed_names_are_composed_and_tags_split() -> None:
    clean = _row(ten=unicodedata.normalize("NFD", "Nguyễn  Thị Hoà"), the="VIP, Khách sỉ;VIP")

    assert clean.person.full_name == "Nguyễn Thị Hoà"
    assert clean.tags == ("VIP", "Khách sỉ")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/03/1990", date(1990, 3, 5)),
        ("5-3-90", date(1990, 3, 5)),
        ("5.3.26", date(2026, 3, 5)),
        ("5.3.27", date(1927, 3, 5)),
        ("1990-03-05", date(1990, 3, 5)),
        ("1990-03-05 07:00:00", date(1990, 3, 5)),
        ("32937", date(1990, 3, 5)),
        ("32937.0", date(1990, 3, 5)),
    ],
)
def test_dates_as_people_write_them(text: str, day: date) -> None:
    assert parse_date(text, today=TODAY) == day


@pytest.mark.parametrize("text", ["", "32", "31/02/1990", "1/2", "99999", "hôm qua", "0/1/2000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidDate):
        parse_date(text, today=TODAY)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 23)))
def test_every_writing_of_a_day_is_that_day(day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)
    for text in (f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), serial):
        assert parse_date(text, today=TODAY) == day
    assert parse_date(f"{day:%m/%d/%Y}", "mdy", today=TODAY) == day


def test_month_first_needs_proof() -> None:
    assert detect_order(["03/05/1990", "04/05/1990"]) == "dmy"
    assert detect_order(["03/05/1990", "04/25/1990"]) == "mdy"
    assert detect_order(["13/05/1990", "04/25/1990"]) == "dmy"


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_nothing_written_is_taken_for_a_formula(text: str) -> None:
    sheet = openpyxl.load_workbook(write_sheet("a", ["h"], [[text]])).active

    assert guard(text) == "'" + text
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@given(st.lists(st.text(alphabet="=+-@ab1", min_size=1, max_size=6), min_size=1, max_size=5))
def test_what_is_written_is_read_back(cells: list[str]) -> None:
    data = write_sheet("a", ["h", "x"], [[cell, "x"] for cell in cells]).read()

    assert [row.cells[0] for row in read_sheet("a.xlsx", data).rows] == cells

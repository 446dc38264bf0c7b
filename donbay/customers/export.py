"""Sheets for people to download: customers, and the problem rows of an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from donbay.accounts.queries import workspace_zone
from donbay.customers import queries
from donbay.customers.sheets.problems import describe_problem
from donbay.customers.types import CustomerFilter, CustomerRow, FieldDef, ImportInfo
from donbay.kit.phone import local_phone
from donbay.kit.sheets import Cell, write_sheet

_HEADINGS = {
    "vi": (
        "Họ và tên", "Số điện thoại", "E-mail", "Giới tính", "Ngày sinh", "Địa chỉ", "Ghi chú",
        "Nguồn", "Thẻ", "Ngày tạo",
    ),
    "en": (
        "Full name", "Phone", "E-mail", "Gender", "Birthday", "Address", "Note", "Source", "Tags",
        "Created",
    ),
}  # fmt: skip
_ANSWERS = {"vi": {True: "Có", False: "Không"}, "en": {True: "Yes", False: "No"}}
_GENDERS = {
    "vi": {"female": "Nữ", "male": "Nam", "other": "Khác"},
    "en": {"female": "Female", "male": "Male", "other": "Other"},
}


def export_sheet(workspace_id: int, wanted: CustomerFilter, language: str) -> BinaryIO:
    """Return the customers of a list as a workbook that an import reads back."""
    fields = queries.list_fields(workspace_id)
    heading = [*_HEADINGS[language], *(field.label for field in fields)]
    rows = _customer_rows(workspace_id, wanted, fields, language)
    return write_sheet("Khách hàng" if language == "vi" else "Customers", heading, rows)


def problem_sheet(workspace_id: int, info: ImportInfo, language: str) -> BinaryIO:
    """Return the problem rows of an import with their cells, ready to mend and import again."""
    last = ("Dòng", "Vấn đề") if language == "vi" else ("Row", "Problem")
    return write_sheet(
        "Dòng lỗi" if language == "vi" else "Problem rows",
        [*info.columns, *last],
        _problem_rows(workspace_id, info, language),
    )


def _customer_rows(
    workspace_id: int, wanted: CustomerFilter, fields: Sequence[FieldDef], language: str
) -> Iterator[list[Cell]]:
    zone = workspace_zone(workspace_id)
    for row in queries.stream_rows(workspace_id, wanted):
        created = row.profile.created_at.astimezone(zone).replace(tzinfo=None)
        custom = (_custom(row.profile.fields.get(field.key), field, language) for field in fields)
        yield [*_columns(row, language), created, *custom]


def _columns(row: CustomerRow, language: str) -> list[Cell]:
    profile = row.profile
    return [
        profile.full_name,
        local_phone(profile.phone) if profile.phone else "",
        profile.email,
        _GENDERS[language].get(profile.gender, ""),
        profile.birthday,
        profile.address,
        profile.note,
        profile.source.get("utm_source", ""),
        ", ".join(tag.name for tag in row.tags),
    ]


def _custom(value: Any, field: FieldDef, language: str) -> Cell:
    if isinstance(value, bool):
        return _ANSWERS[language][value]
    if value is None or isinstance(value, int | float):
        return value
    return date.fromisoformat(value) if field.kind == "date" else str(value)


def _problem_rows(workspace_id: int, info: ImportInfo, language: str) -> Iterator[list[str]]:
    for number, cells, problems in queries.stream_problem_rows(workspace_id, info.id):
        words = [
            f"{problem.column}: {describe_problem(problem.code, language)}"
            if problem.column
            else describe_problem(problem.code, language)
            for problem in problems
        ]
        padded = [*cells, *[""] * (len(info.columns) - len(cells))]
        yield [*padded, str(number), "; ".join(words)]

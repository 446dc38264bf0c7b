"""Sheets for people to download: customers, and the problem rows of an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from donbay.accounts.queries import workspace_zone
from donbay.customers import queries
from donbay.customers.sheets.problems import describe_problem
from donbay.customers.sheets.writer import write_sheet
from donbay.customers.types import CustomerFilter, CustomerRow, FieldDef, ImportInfo
from donbay.kit.phone import local_phone

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
) -> Iterator[list[str]]:
    zone = workspace_zone(workspace_id)
    for row in queries.stream_rows(workspace_id, wanted):
        created = row.profile.created_at.astimezone(zone)
        yield [*_columns(row, language), f"{created:%d/%m/%Y %H:%M}", *_custom(row, fields)]


def _columns(row: CustomerRow, language: str) -> list[str]:
    profile = row.profile
    return [
        profile.full_name,
        local_phone(profile.phone) if profile.phone else "",
        profile.email or "",
        _GENDERS[language].get(profile.gender, ""),
        f"{profile.birthday:%d/%m/%Y}" if profile.birthday else "",
        profile.address,
        profile.note,
        profile.source.get("utm_source", ""),
        ", ".join(tag.name for tag in row.tags),
    ]


def _custom(row: CustomerRow, fields: Sequence[FieldDef]) -> list[str]:
    values = (row.profile.fields.get(field.key) for field in fields)
    return ["" if value is None else str(value) for value in values]


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

"""Which column means what: targets, guesses from headings, checks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from donbay.core.errors import FieldProblem
from donbay.customers.errors import ImportColumnsMissing, ImportMappingInvalid
from donbay.customers.types import FieldDef
from donbay.kit import text

_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Target:
    """A field a column can be read as, with the folded headings people use for it."""

    key: str
    vi: str
    en: str
    headings: frozenset[str] = frozenset()


TARGETS = (
    Target("full_name", "Họ và tên", "Full name", frozenset({
        "ho ten", "ho va ten", "ten", "ten khach hang", "khach hang", "ten kh", "ho ten khach hang",
        "name", "full name", "fullname", "customer", "customer name", "contact name", "ho ten kh",
    })),
    Target("family_name", "Họ và tên đệm", "Family name", frozenset({
        "ho", "ho dem", "ho va ten dem", "last name", "lastname", "surname", "family name",
    })),
    Target("given_name", "Tên gọi", "Given name", frozenset({
        "ten goi", "first name", "firstname", "given name",
    })),
    Target("phone", "Số điện thoại", "Phone", frozenset({
        "so dien thoai", "dien thoai", "sdt", "so dt", "dt", "di dong", "so di dong", "phone",
        "phone number", "mobile", "mobile number", "tel", "telephone", "dien thoai di dong", "zalo",
        "so zalo", "hotline", "so dien thoai di dong", "sdt khach hang", "cell",
    })),
    Target("email", "E-mail", "E-mail", frozenset({
        "email", "e mail", "mail", "thu dien tu", "dia chi email", "email address", "dia chi mail",
        "hop thu", "gmail",
    })),
    Target("gender", "Giới tính", "Gender", frozenset({"gioi tinh", "gender", "sex", "gt"})),
    Target("birthday", "Ngày sinh", "Birthday", frozenset({
        "ngay sinh", "sinh nhat", "birthday", "date of birth", "dob", "birth date",
        "ngay thang nam sinh", "ns",
    })),
    Target("address", "Địa chỉ", "Address", frozenset({
        "dia chi", "address", "noi o", "dia chi giao hang", "dia chi nhan hang", "shipping address",
    })),
    Target("note", "Ghi chú", "Note", frozenset({
        "ghi chu", "note", "notes", "chu thich", "mo ta",
    })),
    Target("external_id", "Mã khách hàng", "Customer id", frozenset({
        "ma khach hang", "ma kh", "customer id", "id", "ma", "external id", "customer code",
    })),
    Target("utm_source", "Nguồn", "Source", frozenset({
        "nguon", "nguon khach", "nguon khach hang", "source", "utm source", "kenh",
    })),
    Target("tags", "Thẻ (cách nhau bằng dấu phẩy)", "Tags (comma separated)", frozenset({
        "the", "tag", "tags", "nhan", "nhom", "nhom khach", "nhom khach hang", "group", "label",
    })),
)  # fmt: skip
_KEYS = frozenset(target.key for target in TARGETS)
_SOMEBODY = frozenset({"full_name", "given_name", "phone", "email"})


def suggest_mapping(columns: Sequence[str], fields: Sequence[FieldDef]) -> dict[str, str]:
    """Return the likely target of each column; columns nobody knows are absent.

    Each target is suggested once, for the first column that fits.
    """
    known = {heading: target.key for target in TARGETS for heading in target.headings}
    for field in fields:
        for name in (field.key, field.label):
            known.setdefault(_folded(name), f"fields.{field.key}")
    mapping: dict[str, str] = {}
    for column in columns:
        target = known.get(_folded(column))
        if target is not None and target not in mapping.values():
            mapping[column] = target
    return mapping


def check_mapping(
    columns: Sequence[str], mapping: Mapping[str, str], fields: Sequence[FieldDef]
) -> dict[str, str]:
    """Return the mapping without unmapped columns, or raise naming each column that is wrong."""
    targets = _KEYS | {f"fields.{field.key}" for field in fields}
    used: set[str] = set()
    problems: list[FieldProblem] = []
    chosen = {column: target for column, target in mapping.items() if target}
    for column, target in chosen.items():
        problem = _problem(column, target, columns, targets, used)
        used.add(target)
        if problem:
            problems.append(problem)
    if problems:
        raise ImportMappingInvalid(problems=problems)
    if not used & _SOMEBODY:
        raise ImportColumnsMissing
    return chosen


def _problem(
    column: str, target: str, columns: Sequence[str], targets: frozenset[str], used: set[str]
) -> FieldProblem | None:
    pointer = f"/mapping/{column}"
    if column not in columns:
        return FieldProblem(
            pointer, f"Tệp không có cột “{column}”.", f"The file has no column “{column}”.",
            "column_unknown",
        )  # fmt: skip
    if target not in targets:
        return FieldProblem(
            pointer, f"Không có trường “{target}”.", f"There is no field “{target}”.",
            "target_unknown",
        )  # fmt: skip
    if target in used:
        return FieldProblem(
            pointer, f"Trường “{target}” đã ghép với cột khác.",
            f"The field “{target}” is mapped to another column already.", "target_twice",
        )  # fmt: skip
    return None


def _folded(heading: str) -> str:
    return _WORDS.sub(" ", text.fold(heading)).strip()

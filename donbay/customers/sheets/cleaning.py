"""Makes a person of a row: what can be read is kept, what cannot is named cell by cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from donbay.customers.person import LONGEST, LONGEST_FIELD, coerce_field
from donbay.customers.sheets.dates import InvalidDate, Order, parse_date
from donbay.customers.types import CleanRow, FieldDef, Gender, PersonInput, RowProblem
from donbay.kit import phone, text

_FEMALE = frozenset({"nu", "female", "f", "chi", "ba", "co", "woman"})
_MALE = frozenset({"nam", "male", "m", "anh", "ong", "chu", "man"})
_OTHER = frozenset({"khac", "other", "x"})
_SEPARATORS = re.compile(r"[;,/|\n]+|\s+-\s+")
_TAG_SEPARATORS = re.compile(r"[;,|\n]+")
_BLANKS = frozenset(
    {"", "-", "--", "n/a", "na", "null", "none", "khong", "khong co", "không có", "k"}
)
_OLDEST = date(1900, 1, 1)
_MAX_TAGS = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one import are read."""

    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    definitions: Mapping[str, FieldDef]
    today: date
    date_orders: Mapping[str, Order] = field(default_factory=dict)


@dataclass(slots=True)
class _Draft:
    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


def clean_row(number: int, cells: tuple[str, ...], reading: Reading) -> CleanRow:
    """Return the person in a row; a bad cell is left out, a row with nobody in it is an error."""
    draft = _Draft()
    for column, cell in zip(reading.columns, cells, strict=False):
        target = reading.mapping.get(column)
        if target and cell.strip().lower() not in _BLANKS:
            _read_cell(draft, number, column, cell, target, reading)
    person = _person(draft)
    if not (person.full_name or person.phone or person.email or person.external_id):
        draft.problems.append(RowProblem(number, "", "", "nobody_in_row", fatal=True))
    elif not (person.phone or person.email or person.external_id):
        person = replace(person, external_id=_fingerprint(person))
    return CleanRow(number, person, tuple(draft.problems), draft.values.get("tags", ()))


def _read_cell(
    draft: _Draft, number: int, column: str, cell: str, target: str, reading: Reading
) -> None:
    limit = _limit(target, reading)
    if limit and len(cell) > limit:
        draft.problems.append(RowProblem(number, column, cell[:200], "value_cut"))
        cell = cell[:limit]
    try:
        if target.startswith("fields."):
            key = target.removeprefix("fields.")
            draft.fields[key] = _custom(cell, column, reading.definitions[key], reading)
        elif target == "birthday":
            draft.values[target] = _birthday(cell, column, reading)
        else:
            draft.values[target] = _READERS.get(target, text.clean)(cell)
    except ValueError:
        code = _CODES.get(target, "field_value_invalid")
        draft.problems.append(RowProblem(number, column, cell[:200], code))


def _limit(target: str, reading: Reading) -> int | None:
    """Return how many letters of a cell are kept, where only so many are."""
    if target.startswith("fields."):
        kind = reading.definitions[target.removeprefix("fields.")].kind
        return LONGEST_FIELD if kind == "text" else None
    return LONGEST.get(target)


def _person(draft: _Draft) -> PersonInput:
    values = dict(draft.values)
    parts = (values.pop("family_name", ""), values.pop("given_name", ""))
    full_name = values.pop("full_name", "") or " ".join(part for part in parts if part)
    source = {"utm_source": values.pop("utm_source")} if "utm_source" in values else {}
    values.pop("tags", None)
    return PersonInput(full_name=full_name, fields=draft.fields, source=source, **values)


def _fingerprint(person: PersonInput) -> str:
    """Give a row without phone and e-mail an id of its own, so that twice counts once."""
    words = "\x1f".join(
        [person.full_name, person.gender, str(person.birthday), person.address, person.note]
        + [f"{key}={person.fields[key]}" for key in sorted(person.fields)]
    )
    return "row:" + hashlib.sha256(words.encode()).hexdigest()[:32]


def _read_phone(cell: str) -> str:
    try:
        return phone.normalise_phone(cell)
    except phone.InvalidPhone:
        return _first(cell, phone.normalise_phone)


def _read_email(cell: str) -> str:
    try:
        return text.normalise_email(cell)
    except text.InvalidEmail:
        return _first(cell, text.normalise_email)


def _first(cell: str, read: Callable[[str], str]) -> str:
    for part in _SEPARATORS.split(cell):
        try:
            return read(part)
        except ValueError:
            continue
    raise ValueError(cell)


def _read_gender(cell: str) -> Gender:
    word = text.fold(cell)
    if word in _FEMALE:
        return "female"
    if word in _MALE:
        return "male"
    if word in _OTHER:
        return "other"
    raise ValueError(cell)


def _read_tags(cell: str) -> tuple[str, ...]:
    names = [text.clean(part)[:60] for part in _TAG_SEPARATORS.split(cell)]
    return tuple(dict.fromkeys(name for name in names if name))[:_MAX_TAGS]


def _birthday(cell: str, column: str, reading: Reading) -> date:
    order = reading.date_orders.get(column, "dmy")
    day = parse_date(cell, order, today=reading.today)
    if not _OLDEST <= day <= reading.today:
        raise InvalidDate(cell)
    return day


def _custom(cell: str, column: str, definition: FieldDef, reading: Reading) -> Any:
    if definition.kind == "date":
        order = reading.date_orders.get(column, "dmy")
        return parse_date(cell, order, today=reading.today).isoformat()
    return coerce_field(cell, definition)


_READERS: dict[str, Callable[[str], Any]] = {
    "phone": _read_phone,
    "email": _read_email,
    "gender": _read_gender,
    "tags": _read_tags,
    "note": str.strip,
}
_CODES = {
    "phone": "phone_invalid",
    "email": "email_invalid",
    "gender": "gender_unknown",
    "birthday": "date_invalid",
}

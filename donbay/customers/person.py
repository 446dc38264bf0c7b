"""Pure core of profiles: cleaning what was said about a person, and filling a profile with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from donbay.customers.identity import Identity
from donbay.customers.types import FieldDef, PersonInput
from donbay.kit import phone, text

LONGEST = {"full_name": 200, "address": 500, "note": 5_000, "external_id": 200}
LONGEST_FIELD = 2_000
_DATE_LENGTH = 10
_LARGEST = 10**15  # from here on a float, and a spreadsheet, no longer tells neighbours apart
_VIETNAMESE = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?")
_ENGLISH = re.compile(r"[-+]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})")
_TRUE = frozenset({"1", "true", "yes", "co", "x", "dung", "on"})
_FALSE = frozenset({"0", "false", "no", "khong", "sai", "off"})
SOURCE_KEYS = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "page_id", "referrer",
    "import_id",
)  # fmt: skip


class TooLong(ValueError):
    """A text has more letters than are kept."""


@dataclass(frozen=True, slots=True)
class CleanPerson:
    """A person with normalised values; what could not be used is in `problems`."""

    person: PersonInput
    identities: tuple[Identity, ...]
    problems: Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """The columns of a profile while it is being filled."""

    full_name: str = ""
    gender: str = ""
    birthday: date | None = None
    email: str | None = None
    phone: str | None = None
    address: str = ""
    province_code: str = ""
    note: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)


def clean_person(given: PersonInput, definitions: Mapping[str, FieldDef]) -> CleanPerson:
    """Return the person normalised; a value that cannot be used is left out and named."""
    problems: dict[str, str] = {}
    phone_value = _phone(given.phone, problems)
    email_value = _email(given.email, problems)
    external = text.clean(given.external_id)[: LONGEST["external_id"]]
    values = _custom_fields(given.fields, definitions, problems)
    person = replace(
        given,
        full_name=text.clean(given.full_name)[: LONGEST["full_name"]],
        phone=phone_value,
        email=email_value,
        external_id=external,
        address=text.clean(given.address)[: LONGEST["address"]],
        province_code=text.clean(given.province_code)[:10],
        note=given.note.replace("\x00", "").strip()[: LONGEST["note"]],
        fields=values,
        source={
            k: text.clean(str(v))[:300] for k, v in given.source.items() if k in SOURCE_KEYS and v
        },
    )
    pairs = (("phone", phone_value), ("external", external), ("email", email_value))
    return CleanPerson(person, tuple((k, v) for k, v in pairs if v), problems)


def fill(draft: Draft, person: PersonInput, owned: Sequence[str], *, overwrite: bool) -> set[str]:
    """Put a person's values into a draft and return the names of the columns that changed.

    Without `overwrite` only empty columns are filled. A phone or e-mail is taken only if it is
    among the `owned` identity values. Where somebody first came from is never replaced.
    """
    changed: set[str] = set()
    for name in ("full_name", "gender", "birthday", "address", "province_code", "note"):
        _set(draft, name, getattr(person, name), changed, overwrite=overwrite)
    for name in ("phone", "email"):
        value = getattr(person, name)
        _set(draft, name, value if value in owned else "", changed, overwrite=overwrite)
    for key, value in person.fields.items():
        old = draft.fields.get(key)
        if value not in (None, "") and old != value and (overwrite or old in (None, "")):
            draft.fields[key] = value
            changed.add(f"fields.{key}")
    if person.source and not draft.source:
        draft.source = dict(person.source)
        changed.add("source")
    return changed


def coerce_field(value: Any, definition: FieldDef) -> Any:
    """Return a custom field's value in its own type; raise ValueError (TooLong) if it does not fit.

    Numbers become int or float, dates ISO text, yes/no becomes bool.
    """
    if value is None or value == "":
        return None
    if definition.kind == "boolean":
        return _boolean(value)
    if definition.kind == "number":
        return _number(value)
    if definition.kind == "date":
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()[
            :_DATE_LENGTH
        ]
    words = text.clean(str(value))
    if len(words) > LONGEST_FIELD:
        raise TooLong(definition.label)
    if definition.kind == "choice":
        return _choice(words, definition.options)
    return words


def search_text(draft: Draft) -> str:
    """Return the words a customer is found by: folded name, e-mail, phone in both writings.

    The name stands there as it is, and its words without the signs around them once more.
    """
    words = [*text.fold(draft.full_name).split(), *text.words(draft.full_name)]
    if draft.email:
        words += [draft.email, *text.words(draft.email)]
    if draft.phone:
        words += [phone.local_phone(draft.phone), draft.phone.lstrip("+")]
    return " ".join(dict.fromkeys(words))


def _set(draft: Draft, name: str, value: Any, changed: set[str], *, overwrite: bool) -> None:
    old = getattr(draft, name)
    if value and value != old and (overwrite or not old):
        setattr(draft, name, value)
        changed.add(name)


def _phone(value: str, problems: dict[str, str]) -> str:
    if not value.strip():
        return ""
    try:
        return phone.normalise_phone(value)
    except phone.InvalidPhone:
        problems["phone"] = "phone_invalid"
        return ""


def _email(value: str, problems: dict[str, str]) -> str:
    if not value.strip():
        return ""
    try:
        return text.normalise_email(value)
    except text.InvalidEmail:
        problems["email"] = "email_invalid"
        return ""


def _custom_fields(
    given: Mapping[str, Any], definitions: Mapping[str, FieldDef], problems: dict[str, str]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in given.items():
        definition = definitions.get(key)
        if definition is None:
            problems[f"fields.{key}"] = "field_unknown"
            continue
        try:
            clean = coerce_field(value, definition)
        except ValueError as error:
            long = isinstance(error, TooLong)
            problems[f"fields.{key}"] = "field_value_too_long" if long else "field_value_invalid"
            continue
        if clean is not None:
            values[key] = clean
    return values


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = text.fold(str(value))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(value)


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        raise ValueError(value)
    number = float(value if isinstance(value, int | float) else _plain(str(value)))
    if not abs(number) < _LARGEST:  # so nor is it infinite, or no number
        raise ValueError(value)
    return int(number) if number.is_integer() else number


def _plain(words: str) -> str:
    """Return a number as people write it with a dot for its decimals and nothing else.

    A dot before three digits parts thousands, as in Vietnam; a comma does where a dot follows.
    """
    number = "".join(words.split())
    if _ENGLISH.fullmatch(number):
        return number.replace(",", "")
    if _VIETNAMESE.fullmatch(number):
        number = number.replace(".", "")
    return number.replace(",", ".")


def _choice(words: str, options: Sequence[str]) -> str:
    for option in options:
        if text.fold(option) == text.fold(words):
            return option
    raise ValueError(words)

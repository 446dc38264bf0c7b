"""Shapes of the customers room's HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from donbay.core.registry import Event, event_kinds
from donbay.customers.sheets.problems import describe_problem
from donbay.customers.types import (
    CleanRow,
    ConsentChannel,
    ConsentEntry,
    CustomerRow,
    FieldDef,
    FieldKind,
    Gender,
    ImportInfo,
    MergeSuggestion,
    PersonInput,
    Profile,
    Purpose,
    RowProblem,
    Tag,
)
from donbay.kit.phone import local_phone


class TagOut(Schema):
    """A tag; `customers` counts who has it, in the list of tags only."""

    id: UUID
    name: str
    customers: int = 0

    @classmethod
    def of(cls, tag: Tag) -> TagOut:
        """Return a tag as JSON."""
        return cls(id=tag.id, name=tag.name, customers=tag.customers)


class CustomerOut(Schema):
    """A customer; `phone` is E.164, `phone_local` as people read it."""

    id: UUID
    full_name: str
    given_name: str
    gender: Gender
    birthday: date | None
    email: str | None
    phone: str | None
    phone_local: str | None
    address: str
    province_code: str
    note: str
    fields: dict[str, Any]
    source: dict[str, str]
    tags: list[TagOut]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: CustomerRow) -> CustomerOut:
        """Return a customer as JSON."""
        profile: Profile = row.profile
        return cls(
            id=profile.id,
            full_name=profile.full_name,
            given_name=profile.given_name,
            gender=profile.gender,
            birthday=profile.birthday,
            email=profile.email,
            phone=profile.phone,
            phone_local=local_phone(profile.phone) if profile.phone else None,
            address=profile.address,
            province_code=profile.province_code,
            note=profile.note,
            fields=dict(profile.fields),
            source=dict(profile.source),
            tags=[TagOut.of(tag) for tag in row.tags],
            created_at=profile.created_at,
            updated_at=profile.updated_at,
        )


class IdentityOut(Schema):
    """A phone, e-mail or outside id that leads to this customer."""

    kind: str
    value: str


class MergeSuggestionOut(Schema):
    """Another customer that shares an identity."""

    id: UUID
    customer_id: UUID
    other_id: UUID
    reason: str
    created_at: datetime

    @classmethod
    def of(cls, suggestion: MergeSuggestion) -> MergeSuggestionOut:
        """Return a suggestion as JSON."""
        return cls(
            id=suggestion.id,
            customer_id=suggestion.customer_id,
            other_id=suggestion.other_id,
            reason=suggestion.reason,
            created_at=suggestion.created_at,
        )


class MergePairOut(MergeSuggestionOut):
    """Two customers that may be one person, side by side."""

    customer: CustomerOut
    other: CustomerOut


class CustomerDetailOut(CustomerOut):
    """A customer with all identities and what it may be merged with."""

    identities: list[IdentityOut]
    merge_suggestions: list[MergeSuggestionOut]


class CustomerIn(Schema):
    """A customer to add."""

    full_name: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    external_id: str = Field("", max_length=100)
    gender: Gender = ""
    birthday: date | None = None
    address: str = Field("", max_length=500)
    province_code: str = Field("", max_length=10)
    note: str = Field("", max_length=5000)
    fields: dict[str, Any] = {}
    source: dict[str, str] = {}

    def person(self) -> PersonInput:
        """Return the person meant."""
        return PersonInput(**self.dict())


class CustomerPatch(Schema):
    """Columns to set; those not named stay as they are."""

    full_name: str | None = Field(None, max_length=200)
    phone: str | None = Field(None, max_length=40)
    email: str | None = Field(None, max_length=254)
    gender: Gender | None = None
    birthday: date | None = None
    address: str | None = Field(None, max_length=500)
    province_code: str | None = Field(None, max_length=10)
    note: str | None = Field(None, max_length=5000)
    fields: dict[str, Any] | None = None


class TagIn(Schema):
    """A tag by name; made if there is none."""

    name: str = Field(max_length=200)


class BulkTagIn(Schema):
    """Customers to put a tag on."""

    ids: list[UUID] = Field(max_length=10_000)
    tag: str = Field(max_length=200)


class BulkTagOut(Schema):
    """How many customers did not have the tag."""

    tag: TagOut
    added: int


class MergeIn(Schema):
    """The customer to take over and remove."""

    other_id: UUID


class FieldModel(Schema):
    """A custom field."""

    key: str = Field(max_length=40)
    label: str = Field("", max_length=100)
    kind: FieldKind = "text"
    options: list[str] = []

    def definition(self) -> FieldDef:
        """Return the field meant."""
        return FieldDef(self.key, self.label, self.kind, tuple(self.options))


class FieldOut(FieldModel):
    """A custom field, and whether it was put away."""

    archived: bool

    @classmethod
    def of(cls, field: FieldDef) -> FieldOut:
        """Return a custom field as JSON."""
        return cls(
            key=field.key,
            label=field.label,
            kind=field.kind,
            options=list(field.options),
            archived=field.archived,
        )


class FieldChange(Schema):
    """What to change of a custom field; what is left out stays."""

    label: str | None = Field(None, min_length=1, max_length=100)
    options: list[str] | None = None
    archived: bool | None = None


class ConsentIn(Schema):
    """A yes or no noted by a member, with how it was given."""

    purpose: Purpose
    channel: ConsentChannel = "any"
    granted: bool
    text: str = Field("", max_length=2000)
    reason: str = Field("", max_length=500)


class ConsentOut(Schema):
    """One line of the consent ledger."""

    id: int
    purpose: str
    channel: str
    granted: bool
    at: datetime
    method: str
    text: str
    text_hash: str
    evidence: dict[str, Any]
    recorded_by: str

    @classmethod
    def of(cls, entry: ConsentEntry) -> ConsentOut:
        """Return a ledger line as JSON."""
        return cls(
            id=entry.id,
            purpose=entry.purpose,
            channel=entry.channel,
            granted=entry.granted,
            at=entry.at,
            method=entry.method,
            text=entry.text,
            text_hash=entry.text_hash,
            evidence=dict(entry.evidence),
            recorded_by=entry.recorded_by,
        )


class TimelineOut(Schema):
    """Something that happened, with the sentence for it in both languages."""

    id: int
    kind: str
    vi: str
    en: str
    occurred_at: datetime
    subject_id: UUID | None
    data: dict[str, Any]

    @classmethod
    def of(cls, event: Event) -> TimelineOut:
        """Return an event as JSON."""
        kind = event_kinds.find(event.kind)
        return cls(
            id=event.id,
            kind=event.kind,
            vi=kind.vi if kind else event.kind,
            en=kind.en if kind else event.kind,
            occurred_at=event.occurred_at,
            subject_id=event.subject_id,
            data=dict(event.data),
        )


class ImportTargetOut(Schema):
    """A field a column can be mapped to."""

    key: str
    vi: str
    en: str


class ImportOut(Schema):
    """An import and how far it is."""

    id: UUID
    filename: str
    state: str
    columns: list[str]
    sample: list[list[str]]
    suggested_mapping: dict[str, str]
    mapping: dict[str, str]
    overwrite: bool
    tag: str
    total: int
    processed: int
    created: int
    updated: int
    unchanged: int
    problems: int
    failed: int
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, info: ImportInfo) -> ImportOut:
        """Return an import as JSON."""
        return cls(
            id=info.id,
            filename=info.filename,
            state=info.state,
            columns=list(info.columns),
            sample=[list(cells) for cells in info.sample],
            suggested_mapping=dict(info.suggested_mapping),
            mapping=dict(info.mapping),
            overwrite=info.options.overwrite,
            tag=info.options.tag,
            total=info.total,
            processed=info.processed,
            created=info.created,
            updated=info.updated,
            unchanged=info.unchanged,
            problems=info.problems,
            failed=info.failed,
            created_at=info.created_at,
            finished_at=info.finished_at,
        )


class MappingIn(Schema):
    """Which column means what, and how rows are taken in."""

    mapping: dict[str, str]
    overwrite: bool = False
    tag: str = Field("", max_length=60)
    consent_text: str = Field("", max_length=2000)
    date_orders: dict[str, Literal["dmy", "mdy"]] = {}


class RowProblemOut(Schema):
    """A cell left out, or a row that cannot be taken in."""

    row: int
    column: str
    value: str
    code: str
    fatal: bool
    message: str

    @classmethod
    def of(cls, problem: RowProblem, language: str) -> RowProblemOut:
        """Return a problem as JSON, in a language."""
        return cls(
            row=problem.row,
            column=problem.column,
            value=problem.value,
            code=problem.code,
            fatal=problem.fatal,
            message=describe_problem(problem.code, language),
        )


class PreviewRowOut(Schema):
    """A row as it would be taken in."""

    row: int
    full_name: str
    phone: str
    email: str
    gender: str
    birthday: date | None
    address: str
    note: str
    tags: list[str]
    fields: dict[str, Any]
    usable: bool

    @classmethod
    def of(cls, clean: CleanRow) -> PreviewRowOut:
        """Return a cleaned row as JSON."""
        person = clean.person
        return cls(
            row=clean.row,
            full_name=person.full_name,
            phone=local_phone(person.phone) if person.phone else "",
            email=person.email,
            gender=person.gender,
            birthday=person.birthday,
            address=person.address,
            note=person.note,
            tags=list(clean.tags),
            fields=dict(person.fields),
            usable=clean.usable,
        )


class ImportPreviewOut(Schema):
    """The first rows as they would be taken in, and what is wrong in them."""

    imported: ImportOut
    rows: list[PreviewRowOut]
    problems: list[RowProblemOut]

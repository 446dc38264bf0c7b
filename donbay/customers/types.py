"""Types of the customers room that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

IdentityKind = Literal["phone", "email", "external"]
Purpose = Literal["transactional", "care", "advertising"]
ConsentChannel = Literal["email", "sms", "zalo", "call", "any"]
FieldKind = Literal["text", "number", "date", "boolean", "choice"]
Gender = Literal["", "female", "male", "other"]

PURPOSES: tuple[Purpose, ...] = ("transactional", "care", "advertising")
CONSENT_CHANNELS: tuple[ConsentChannel, ...] = ("email", "sms", "zalo", "call", "any")
FIELD_KINDS: tuple[FieldKind, ...] = ("text", "number", "date", "boolean", "choice")


@dataclass(frozen=True, slots=True)
class PersonInput:
    """What somebody said about a person; phone and e-mail in any writing.

    `external_id` is the id another system knows this person by. `fields` are custom fields by
    key. `source` is {utm_source, utm_medium, utm_campaign, utm_term, utm_content, page_id, …}.
    """

    full_name: str = ""
    phone: str = ""
    email: str = ""
    external_id: str = ""
    gender: Gender = ""
    birthday: date | None = None
    address: str = ""
    province_code: str = ""
    note: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UpsertedPerson:
    """Which customer a person is, in the order of the people given.

    `changed` tells whether this person added or replaced anything. `conflicts` are other
    customers that own one of the identities given: a merge of each was suggested. `problems` are
    values left out: {field: code}.
    """

    customer_id: UUID
    created: bool
    changed: bool = False
    conflicts: tuple[UUID, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentInput:
    """Somebody's yes or no to messages of one purpose, with the proof the law asks for.

    `text` is the very sentence shown; `method` says how it was given (form, import, manual,
    unsubscribe, api); `evidence` holds {ip, user_agent, url, form_id, lang, …}.
    """

    customer_id: UUID
    purpose: Purpose
    channel: ConsentChannel
    granted: bool
    method: str
    text: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """One line of the consent ledger."""

    id: int
    purpose: Purpose
    channel: ConsentChannel
    granted: bool
    at: datetime
    method: str
    text: str
    text_hash: str
    evidence: Mapping[str, Any]
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A label put on customers; `customers` counts them where a list asked for it."""

    id: UUID
    name: str
    customers: int = 0


@dataclass(frozen=True, slots=True)
class FieldDef:
    """A custom field of this workspace; the key never changes, the label may."""

    key: str
    label: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer as other rooms see one."""

    id: UUID
    workspace_id: int
    full_name: str
    given_name: str
    family_name: str
    gender: Gender
    birthday: date | None
    email: str | None
    phone: str | None
    address: str
    province_code: str
    note: str
    fields: Mapping[str, Any]
    source: Mapping[str, str]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer in a list, with the tags."""

    profile: Profile
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class MergeSuggestion:
    """Two customers that share an identity and may be one person.

    `reason` says which identity of the other was given with the kept one's: shared_phone,
    shared_email, shared_external; shared_identity where it is not known.
    """

    id: UUID
    customer_id: UUID
    other_id: UUID
    reason: str
    state: Literal["open", "merged", "dismissed"]
    created_at: datetime


SortOrder = Literal["name", "-created_at", "created_at"]


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What a list of customers is narrowed to."""

    search: str = ""
    tag_id: UUID | None = None
    sort: SortOrder = "-created_at"


ImportState = Literal["uploading", "uploaded", "mapped", "running", "done"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a sheet is taken in.

    `overwrite` replaces what is known by what the sheet says; otherwise only empty fields are
    filled. `tag` is put on everybody. `consent_text` is what these people agreed to; empty
    means that the sheet proves no consent. `date_orders` names columns with month before day.
    """

    overwrite: bool = False
    tag: str = ""
    consent_text: str = ""
    date_orders: Mapping[str, Literal["dmy", "mdy"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportInfo:
    """An import and how far it is."""

    id: UUID
    filename: str
    state: ImportState
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    suggested_mapping: Mapping[str, str]
    mapping: Mapping[str, str]
    options: ImportOptions
    total: int
    processed: int
    created: int
    updated: int
    unchanged: int
    problems: int
    failed: int
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A cell that was left out (`fatal` false), or a row that could not be taken in."""

    row: int
    column: str
    value: str
    code: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class CleanRow:
    """A sheet row made into a person, with what had to be left out."""

    row: int
    person: PersonInput
    problems: tuple[RowProblem, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether there is somebody to take in."""
        return not any(problem.fatal for problem in self.problems)

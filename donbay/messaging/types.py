"""Types of the messaging room that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

Purpose = Literal["transactional", "care", "advertising"]
PURPOSES: tuple[Purpose, ...] = ("transactional", "care", "advertising")

State = Literal["ready", "sending", "sent", "skipped", "failed", "unknown", "deferred"]
STATES: tuple[State, ...] = (
    "ready", "sending", "sent", "skipped", "failed", "unknown", "deferred",
)  # fmt: skip

URGENT = 0
BULK = 1


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One message to put into the outbox; unique per source, step, run and customer.

    `due_at` is business time. `extra` holds flat values for the template (a voucher code…).
    """

    workspace_id: int
    purpose: Purpose
    customer_id: UUID
    content_id: UUID
    source_kind: str
    source_id: UUID
    due_at: datetime
    step: str = ""
    run_id: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    priority: int = BULK
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class Message:
    """An outbox row as shown to people."""

    id: int
    customer_id: UUID
    content_id: UUID
    content_name: str
    purpose: str
    source_kind: str
    source_id: UUID
    step: str
    state: str
    reason: str
    detail: str
    address: str
    attempts: int
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChannelTest:
    """A test of a channel: what the server answered, or the mail's number in the test inbox."""

    answer: str
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class ContentTest:
    """A test of a content: where it went, and its number in the test inbox if it went there."""

    address: str
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class Content:
    """An e-mail's design: subject, preview line and component tree."""

    id: UUID
    workspace_id: int
    name: str
    subject: str
    preview: str
    purpose: Purpose
    tree: Mapping[str, Any]
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Advertiser:
    """What the law wants an advertising mail to say about its sender (Decree 91/2020)."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    website: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the names of the details that are not filled in."""
        return tuple(
            key
            for key in ("name", "phone", "email", "address", "website")
            if not getattr(self, key)
        )


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """Something in a content its author should mend; `pointer` is a JSON pointer."""

    code: str
    pointer: str
    vi: str
    en: str
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Preview:
    """A content rendered for one customer, with what is wrong in it."""

    subject: str
    html: str
    text: str
    problems: tuple[ContentProblem, ...]


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A message as the test inbox keeps it."""

    id: int
    message_id: int | None
    customer_id: UUID | None
    address: str
    subject: str
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str = ""
    text: str = ""
    links: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel as shown in settings; secrets stay inside."""

    id: UUID
    kind: str
    name: str
    is_default: bool
    from_name: str
    from_email: str
    config: Mapping[str, Any]

"""Types of the accounts room that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from donbay.core.types import ROLES, Actor, Role

__all__ = [
    "ROLES",
    "Actor",
    "ApiKeyInfo",
    "AuditEntry",
    "MemberInfo",
    "Membership",
    "Role",
    "UserInfo",
    "Workspace",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Workspace:
    """A business: its name, its time zone, and what the law wants shown about it."""

    id: int
    slug: str
    name: str
    timezone: str
    is_demo: bool
    clock_offset: timedelta
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A person who signs in."""

    id: UUID
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A workspace somebody may enter, and the role there."""

    workspace: Workspace
    member_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class MemberInfo:
    """A member as shown in settings."""

    id: UUID
    user_id: UUID
    email: str
    name: str
    role: Role
    active: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKeyInfo:
    """An API key as shown in settings; the secret itself is shown once, at creation."""

    id: UUID
    name: str
    prefix: str
    role: Role
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which item, and when.

    `item_name` is what it was called then; a customer is called as now, and not at all once
    erased. `item_there` says that it still is.
    """

    id: UUID
    at: datetime
    actor_kind: str
    actor_name: str
    action: str
    vi: str
    en: str
    kind: str
    item_id: str
    item_name: str
    item_there: bool
    data: Mapping[str, Any]

"""Writes of the accounts room."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.transaction import atomic

from donbay.accounts.errors import (
    ClockBackwards,
    ClockTooFar,
    LastManager,
    MemberExists,
    NotDemo,
    OwnerStays,
    PasswordNeeded,
    WeakPassword,
)
from donbay.accounts.models import ApiKey, AuditLog, Member, User
from donbay.accounts.models import Workspace as WorkspaceRow
from donbay.core import registry
from donbay.core.errors import NotFound
from donbay.core.types import Actor, Role
from donbay.core.unique import unless_taken
from donbay.kit.clock import utcnow

KEY_PREFIX = "dbk_"
_LONGEST_JUMP = timedelta(days=400)
_USE_NOTED_EVERY = timedelta(minutes=1)
_AUTOSAVE_NOTED_EVERY = timedelta(minutes=10)


def audit(
    *,
    actor: Actor,
    now: datetime,
    action: str,
    kind: str,
    item_id: object = "",
    name: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Record who did what; call it inside the write's own transaction.

    `action` is a registered AuditAction. `name` is what the thing is called now, as it may be
    renamed or deleted; never a customer's, for erasure leaves the audit log as it is.
    """
    if registry.audit_actions.get(action).autosaved and _just_noted(actor, now, action, item_id):
        return
    AuditLog.objects.insert(
        actor.workspace_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        kind=kind,
        item_id=str(item_id),
        item_name=name[:200],
        data=dict(data or {}),
        created_at=now,
        updated_at=now,
    )


def values_of(row: object, names: Iterable[str]) -> dict[str, Any]:
    """Return what a row holds under these names, to be compared once it is changed."""
    return {name: getattr(row, name) for name in names}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs, as an audit entry's data: `{"changes": {name: [before, after]}}`.

    Give it small values only, and never a customer's or a secret.
    """
    differing = {name: [before[name], new] for name, new in after.items() if before[name] != new}
    return {"changes": differing} if differing else {}


def _just_noted(actor: Actor, now: datetime, action: str, item_id: object) -> bool:
    recent = AuditLog.objects.for_workspace(actor.workspace_id).filter(
        created_at__gt=now - _AUTOSAVE_NOTED_EVERY, created_at__lte=now
    )
    return recent.filter(action=action, item_id=str(item_id), actor_id=actor.id).exists()


@atomic
def create_workspace(
    *, slug: str, name: str, now: datetime, is_demo: bool = False, settings: Mapping[str, Any]
) -> int:
    """Create a workspace and return its id."""
    row = WorkspaceRow.objects.create(
        slug=slug, name=name, is_demo=is_demo, settings=dict(settings), created_at=now
    )
    return row.id


@atomic
def update_workspace(
    *, actor: Actor, now: datetime, name: str | None, settings: Mapping[str, Any] | None
) -> None:
    """Change a workspace's name or settings; settings given replace the same keys only."""
    row = WorkspaceRow.objects.select_for_update().get(id=actor.workspace_id)
    before, known = row.name, row.settings
    if name is not None:
        row.name = name
    if settings is not None:
        row.settings = {**row.settings, **settings}
    row.save(update_fields=["name", "settings"])
    news = sorted(key for key, value in row.settings.items() if known.get(key) != value)
    audit(
        actor=actor, now=now, action="workspace.updated", kind="workspace", item_id=row.id,
        name=row.name, data={"settings": news, **changes({"name": before}, {"name": row.name})},
    )  # fmt: skip
    for watcher in registry.workspace_watchers:
        watcher.told(actor, now)


@atomic
def advance_clock(*, actor: Actor, until: datetime) -> datetime:
    """Move a demo workspace's business clock forward and return the new business time.

    Raises NotDemo, ClockBackwards, ClockTooFar (over 400 days at once).
    """
    row = WorkspaceRow.objects.select_for_update().get(id=actor.workspace_id)
    if not row.is_demo:
        raise NotDemo
    real = utcnow()
    business = real + row.clock_offset
    if until <= business:
        raise ClockBackwards(now=business.isoformat())
    if until - business > _LONGEST_JUMP:
        raise ClockTooFar
    row.clock_offset = until - real
    row.save(update_fields=["clock_offset"])
    audit(
        actor=actor, now=until, action="clock.advanced", kind="workspace", item_id=row.id,
        data={"from": business.isoformat(), "to": until.isoformat()},
    )  # fmt: skip
    return until


@atomic
def create_user(*, email: str, password: str, name: str) -> UUID:
    """Create a user who can sign in, with a verified address; raise WeakPassword."""
    if User.objects.filter(email=email.lower()).exists():
        raise MemberExists(email=email)
    try:
        validate_password(password)
    except ValidationError as error:
        raise WeakPassword(at="/password") from error
    with unless_taken({"accounts_user_email_key": MemberExists(email=email)}):
        return User.objects.create_user(email, password, name=name).id


@atomic
def add_member(
    *, actor: Actor, now: datetime, email: str, name: str, role: Role, password: str | None
) -> UUID:
    """Give a person a role here, creating the user if the address is new.

    Raises MemberExists, PasswordNeeded, WeakPassword.
    """
    if not User.objects.filter(email=email.lower()).exists():
        if not password:
            raise PasswordNeeded(at="/password")
        with suppress(MemberExists):  # somebody invites her, here or elsewhere, at this moment
            create_user(email=email, password=password, name=name)
    # Who invites her here at this moment comes after us, and finds her a member.
    user = User.objects.select_for_update(no_key=True).get(email=email.lower())
    members = Member.objects.for_workspace(actor.workspace_id)
    if members.filter(user=user, active=True).exists():
        raise MemberExists(email=email)
    member, _ = members.update_or_create(
        workspace_id=actor.workspace_id,
        user=user,
        defaults={"role": role, "active": True, "updated_at": now},
        create_defaults={"role": role, "active": True, "created_at": now, "updated_at": now},
    )
    audit(
        actor=actor, now=now, action="member.added", kind="member", item_id=member.id,
        name=user.name or user.email, data={"role": role},
    )  # fmt: skip
    return member.id


@atomic
def change_member(
    *, actor: Actor, now: datetime, member_id: UUID, role: Role | None, active: bool | None
) -> None:
    """Change a member's role or let them out; shares stay for when they return.

    Raises NotFound, OwnerStays, LastManager.
    """
    members = Member.objects.for_workspace(actor.workspace_id)
    managers = list(
        members.select_for_update()
        .filter(role__in=["owner", "manager"], active=True)
        .order_by("id")
        .values_list("id", flat=True)
    )
    member = members.filter(id=member_id).first()
    if member is None:
        raise NotFound
    if member.role == "owner":
        raise OwnerStays
    leaves = active is False or role in ("editor", "viewer")
    if leaves and managers == [member.id]:
        raise LastManager
    before = values_of(member, ("role", "active"))
    member.role = role or member.role
    member.active = member.active if active is None else active
    member.updated_at = now
    member.save(update_fields=["role", "active", "updated_at"])
    audit(
        actor=actor, now=now, action="member.changed", kind="member", item_id=member.id,
        name=member.user.name or member.user.email, data=changes(before, values_of(member, before)),
    )  # fmt: skip


@atomic
def create_api_key(*, actor: Actor, now: datetime, name: str, role: Role) -> tuple[UUID, str]:
    """Create an API key and return its id and its secret, which is shown this once."""
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.insert(
        actor.workspace_id,
        name=name,
        prefix=secret[:10],
        secret_hash=hashlib.sha256(secret.encode()).digest(),
        role=role,
        created_at=now,
        updated_at=now,
    )
    audit(
        actor=actor, now=now, action="apikey.created", kind="apikey", item_id=key.id,
        name=name, data={"role": role},
    )  # fmt: skip
    return key.id, secret


@atomic
def revoke_api_key(*, actor: Actor, now: datetime, key_id: UUID) -> None:
    """End an API key; raise NotFound."""
    keys = ApiKey.objects.for_workspace(actor.workspace_id)
    key = keys.select_for_update().filter(id=key_id, revoked_at=None).first()
    if key is None:
        raise NotFound
    key.revoked_at = key.updated_at = now
    key.save(update_fields=["revoked_at", "updated_at"])
    audit(
        actor=actor, now=now, action="apikey.revoked", kind="apikey", item_id=key_id, name=key.name
    )


def note_key_use(*, actor: Actor, now: datetime) -> None:
    """Keep when an API key was last used, in real time and to the minute.

    The condition stands in the statement: of a thousand calls in a minute one writes a row.
    """
    if actor.kind != "api_key" or actor.id is None:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - _USE_NOTED_EVERY)
    ApiKey.objects.for_workspace(actor.workspace_id).filter(stale, id=actor.id).update(
        last_used_at=now
    )


@atomic
def set_language(*, user_id: UUID, language: str) -> None:
    """Keep the language a person wants to work in."""
    User.objects.filter(id=user_id).update(language=language)

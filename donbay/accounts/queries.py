"""Reads of the accounts room."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from donbay.accounts.models import ApiKey, AuditLog, Member, User
from donbay.accounts.models import Workspace as WorkspaceRow
from donbay.accounts.types import (
    ApiKeyInfo,
    AuditEntry,
    MemberInfo,
    Membership,
    UserInfo,
    Workspace,
)
from donbay.core import registry
from donbay.core.errors import NotFound
from donbay.core.types import Actor
from donbay.kit.clock import utcnow


def _workspace(row: WorkspaceRow) -> Workspace:
    return Workspace(
        id=row.id,
        slug=row.slug,
        name=row.name,
        timezone=row.timezone,
        is_demo=row.is_demo,
        clock_offset=row.clock_offset,
        settings=row.settings,
    )


def get_workspace(workspace_id: int) -> Workspace:
    """Return a workspace; raise NotFound."""
    row = WorkspaceRow.objects.filter(id=workspace_id).first()
    if row is None:
        raise NotFound
    return _workspace(row)


def find_workspace(slug: str) -> Workspace | None:
    """Return the workspace of a slug."""
    row = WorkspaceRow.objects.filter(slug=slug).first()
    return _workspace(row) if row else None


def list_other_workspace_ids(workspace_id: int) -> list[int]:
    """Return the ids of every workspace but one."""
    others = WorkspaceRow.objects.exclude(id=workspace_id).order_by("id")
    return list(others.values_list("id", flat=True))


def business_now(workspace_id: int) -> datetime:
    """Return the workspace's business time: real time plus the demo offset."""
    offsets = WorkspaceRow.objects.filter(id=workspace_id).values_list("clock_offset", flat=True)
    for offset in offsets:
        return utcnow() + offset
    raise NotFound


def workspace_zone(workspace_id: int) -> ZoneInfo:
    """Return the workspace's time zone."""
    return ZoneInfo(get_workspace(workspace_id).timezone)


def get_user(user_id: UUID) -> UserInfo:
    """Return a person; raise NotFound."""
    row = User.objects.filter(id=user_id).first()
    if row is None:
        raise NotFound
    return UserInfo(id=row.id, email=row.email, name=row.name, language=row.language)


def list_memberships(user_id: UUID) -> list[Membership]:
    """Return the workspaces a user may enter, by name."""
    members = Member.objects.of_user(user_id).filter(active=True)
    roles = {member.workspace_id: member for member in members}
    rows = WorkspaceRow.objects.filter(id__in=roles).order_by("name", "id")
    return [
        Membership(
            workspace=_workspace(row),
            member_id=roles[row.id].id,
            role=roles[row.id].role,  # type: ignore[arg-type]  # the check constraint holds it
        )
        for row in rows
    ]


def find_actor(user: User, workspace_slug: str) -> Actor | None:
    """Return the actor a user is in a workspace, or None when not an active member."""
    workspace = find_workspace(workspace_slug)
    if workspace is None:
        return None
    members = Member.objects.for_workspace(workspace.id).filter(user=user, active=True)
    for member in members:
        return Actor(
            kind="user",
            id=user.id,
            workspace_id=workspace.id,
            role=member.role,  # type: ignore[arg-type]  # the check constraint holds it
            name=user.name or user.email,
            member_id=member.id,
        )
    return None


def find_api_actor(secret: str, workspace_slug: str) -> Actor | None:
    """Return the actor of an API key, or None when it is not a live key of this workspace."""
    workspace = find_workspace(workspace_slug)
    if workspace is None:
        return None
    digest = hashlib.sha256(secret.encode()).digest()
    keys = ApiKey.objects.for_workspace(workspace.id)
    for key in keys.filter(secret_hash=digest, revoked_at=None):
        return Actor(
            kind="api_key",
            id=key.id,
            workspace_id=workspace.id,
            role=key.role,  # type: ignore[arg-type]  # written from a Role only
            name=key.name,
        )
    return None


def list_members(workspace_id: int) -> list[MemberInfo]:
    """Return the members of a workspace, oldest first."""
    rows = Member.objects.for_workspace(workspace_id).select_related("user")
    return [
        MemberInfo(
            id=row.id,
            user_id=row.user.id,
            email=row.user.email,
            name=row.user.name,
            role=row.role,  # type: ignore[arg-type]  # the check constraint holds it
            active=row.active,
            joined_at=row.created_at,
        )
        for row in rows.order_by("created_at", "id")
    ]


def list_api_keys(workspace_id: int) -> list[ApiKeyInfo]:
    """Return the live API keys of a workspace, newest first."""
    rows = ApiKey.objects.for_workspace(workspace_id).filter(revoked_at=None)
    return [
        ApiKeyInfo(
            id=row.id,
            name=row.name,
            prefix=row.prefix,
            role=row.role,  # type: ignore[arg-type]  # written from a Role only
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )
        for row in rows.order_by("-created_at", "-id")
    ]


def list_audit(
    workspace_id: int,
    *,
    actor_id: UUID | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> Sequence[AuditEntry]:
    """Return the newest audit entries, strictly before a (time, id) key.

    `since` belongs to the time asked for, `until` no longer does.
    """
    rows = AuditLog.objects.for_workspace(workspace_id).order_by("-created_at", "-id")
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if action:
        rows = rows.filter(action=action)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    if until is not None:
        rows = rows.filter(created_at__lt=until)
    if before is not None:
        rows = rows.extra(where=["(created_at, id) < (%s, %s)"], params=list(before))
    found = list(rows[:limit])
    names = _names(workspace_id, found)
    return [
        AuditEntry(
            id=row.id,
            at=row.created_at,
            actor_kind=row.actor_kind,
            actor_name=row.actor_name,
            action=row.action,
            **_words(row.action),
            kind=row.kind,
            item_id=row.item_id,
            item_name=row.item_name or names.get((row.kind, row.item_id), ""),
            item_there=(row.kind, row.item_id) in names,
            data=row.data,
        )
        for row in found
    ]


def _names(workspace_id: int, rows: Sequence[AuditLog]) -> dict[tuple[str, str], str]:
    """Return what the things of these entries that are still there are called, a query a kind."""
    asked: dict[str, set[str]] = {}
    for row in rows:
        asked.setdefault(row.kind, set()).add(row.item_id)
    return {
        (kind, item_id): name
        for kind, ids in asked.items()
        if (known := registry.item_kinds.find(kind))
        for item_id, name in known.names(workspace_id, ids).items()
    }


def _words(action: str) -> dict[str, str]:
    """Return an action in both languages; one that no room knows any more is named as it is."""
    known = registry.audit_actions.find(action)
    return {"vi": known.vi, "en": known.en} if known else {"vi": action, "en": action}

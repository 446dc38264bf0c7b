"""HTTP routes of the accounts room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.transaction import atomic
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from donbay.accounts import actions, queries
from donbay.accounts.auth import signed_in_id
from donbay.accounts.permissions import PERMISSIONS, require
from donbay.core import registry
from donbay.core.api import Name, Page, WorkspaceRequest, read_cursor, room_router
from donbay.core.items import uses_of
from donbay.kit.banks import list_banks
from donbay.kit.clock import utcnow
from donbay.kit.paging import clamp_limit, encode_cursor

RoleName = Literal["manager", "editor", "viewer"]
Email = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)

person_router = Router(tags=["me"])
router = room_router("accounts")


class WorkspaceOut(Schema):
    slug: str
    name: str
    role: str
    is_demo: bool
    timezone: str
    permissions: list[str]
    media_url: str


class UserOut(Schema):
    id: UUID
    email: str
    name: str
    language: str


class MeOut(Schema):
    user: UserOut
    workspaces: list[WorkspaceOut]


class LanguageIn(Schema):
    language: Literal["vi", "en"]


class ClockOut(Schema):
    business_now: datetime
    is_demo: bool
    offset_seconds: int


class ClockIn(Schema):
    seconds: int | None = Field(default=None, ge=1)
    until: datetime | None = None


class SettingsOut(Schema):
    slug: str
    name: str
    timezone: str
    is_demo: bool
    settings: dict[str, Any]


class BankIn(Schema):
    bin: str = Field(pattern=r"^\d{6}$")
    account: str = Field(pattern=r"^[0-9A-Za-z]{4,19}$")
    name: str = Field(min_length=2, max_length=100)


class BankOut(Schema):
    """A bank that transfers reach by VietQR."""

    bin: str
    name: str


class ShippingIn(Schema):
    fee: int = Field(ge=0, le=10_000_000)
    free_from: int | None = Field(default=None, ge=0)


class SellerIn(Schema):
    address: str | None = Field(default=None, max_length=300)
    phone: str | None = Field(default=None, max_length=30)
    email: str | None = Field(default=None, max_length=254)
    website: str | None = Field(default=None, max_length=200)
    tax_code: str | None = Field(default=None, max_length=20)
    bank: BankIn | None = None
    shipping: ShippingIn | None = None


class SettingsIn(Schema):
    name: Name | None = Field(default=None, min_length=2, max_length=120)
    settings: SellerIn | None = None


class MemberOut(Schema):
    id: UUID
    user_id: UUID
    email: str
    name: str
    role: str
    active: bool
    joined_at: datetime


class MemberIn(Schema):
    email: str = Email
    name: Name = Field(max_length=120)
    role: RoleName
    password: str | None = Field(default=None, max_length=200)


class MemberPatch(Schema):
    role: RoleName | None = None
    active: bool | None = None


class ApiKeyOut(Schema):
    id: UUID
    name: str
    prefix: str
    role: str
    created_at: datetime
    last_used_at: datetime | None


class ApiKeyIn(Schema):
    name: Name = Field(max_length=80)
    role: RoleName


class ApiKeyMade(Schema):
    id: UUID
    secret: str


class UseOut(Schema):
    """A thing that names another; `live`: where customers come now."""

    kind: str
    id: str
    name: str
    live: bool


class UsesOut(Schema):
    """What names a thing, and how many more do that one may not see."""

    items: list[UseOut]
    hidden: int


class AuditActionOut(Schema):
    """Something the audit log keeps, in words."""

    key: str
    vi: str
    en: str


class AuditOut(Schema):
    """Who did what (in words), to what as it was called then, and when."""

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
    data: dict[str, Any]


@person_router.get("/me", response=MeOut, operation_id="get_me")
def get_me(request: HttpRequest) -> MeOut:
    """Return the person signed in and the workspaces they may enter."""
    user = queries.get_user(signed_in_id(request))
    return MeOut(
        user=UserOut(id=user.id, email=user.email, name=user.name, language=user.language),
        workspaces=[
            WorkspaceOut(
                slug=item.workspace.slug,
                name=item.workspace.name,
                role=item.role,
                is_demo=item.workspace.is_demo,
                timezone=item.workspace.timezone,
                permissions=sorted(PERMISSIONS[item.role]),
                media_url=_media_url(item.workspace.slug),
            )
            for item in queries.list_memberships(user.id)
        ],
    )


def _media_url(slug: str) -> str:
    """Return where a shop's pictures are served: its own host on the edge."""
    scheme, _, host = settings.DONBAY_CONFIG.edge_url.partition("://")
    return f"{scheme}://{slug}.{host}/media/"


@person_router.put("/me/language", response={204: None}, operation_id="set_my_language")
def set_my_language(request: HttpRequest, body: LanguageIn) -> Status[None]:
    """Keep the language a person wants to work in."""
    actions.set_language(user_id=signed_in_id(request), language=body.language)
    return Status(204, None)


@router.get("/clock", response=ClockOut, operation_id="get_clock")
def get_clock(request: WorkspaceRequest) -> ClockOut:
    """Return the workspace's business time."""
    require(request.actor, "clock.view")
    return _clock(request.workspace_id)


@router.post("/clock/advance", response=ClockOut, operation_id="advance_clock")
def advance_clock(request: WorkspaceRequest, body: ClockIn) -> ClockOut:
    """Move a demo workspace's clock forward, by seconds or until an instant."""
    require(request.actor, "clock.edit")
    until = body.until
    if until is None:
        until = queries.business_now(request.workspace_id) + timedelta(seconds=body.seconds or 1)
    with atomic(durable=True):
        actions.advance_clock(actor=request.actor, until=until)
    return _clock(request.workspace_id)


def _clock(workspace_id: int) -> ClockOut:
    workspace = queries.get_workspace(workspace_id)
    return ClockOut(
        business_now=utcnow() + workspace.clock_offset,
        is_demo=workspace.is_demo,
        offset_seconds=int(workspace.clock_offset.total_seconds()),
    )


@router.get("/workspace", response=SettingsOut, operation_id="get_workspace")
def get_workspace(request: WorkspaceRequest) -> SettingsOut:
    """Return the workspace's settings."""
    require(request.actor, "settings.view")
    return SettingsOut.model_validate(queries.get_workspace(request.workspace_id))


@router.patch("/workspace", response=SettingsOut, operation_id="update_workspace")
def update_workspace(request: WorkspaceRequest, body: SettingsIn) -> SettingsOut:
    """Change the workspace's name or what is shown about the seller."""
    require(request.actor, "settings.edit")
    changed = body.settings.model_dump(exclude_unset=True) if body.settings else None
    with atomic(durable=True):
        actions.update_workspace(
            actor=request.actor, now=utcnow(), name=body.name, settings=changed
        )
    return SettingsOut.model_validate(queries.get_workspace(request.workspace_id))


@router.get("/banks", response=list[BankOut], operation_id="list_banks")
def get_banks(request: WorkspaceRequest) -> list[BankOut]:
    """List the banks that transfers reach by VietQR, by name."""
    require(request.actor, "settings.view")
    return [BankOut(bin=bin_, name=name) for bin_, name in list_banks()]


@router.get("/members", response=list[MemberOut], operation_id="list_members")
def list_members(request: WorkspaceRequest) -> list[MemberOut]:
    """List who may enter this workspace."""
    require(request.actor, "member.view")
    return [MemberOut.model_validate(row) for row in queries.list_members(request.workspace_id)]


@router.post("/members", response={201: MemberOut}, operation_id="add_member")
def add_member(request: WorkspaceRequest, body: MemberIn) -> Status[MemberOut]:
    """Give a person a role here; a new address needs a first password."""
    require(request.actor, "member.edit")
    with atomic(durable=True):
        member_id = actions.add_member(
            actor=request.actor, now=utcnow(), email=body.email, name=body.name, role=body.role,
            password=body.password,
        )  # fmt: skip
    return Status(201, _member(request.workspace_id, member_id))


@router.patch("/members/{uuid:member_id}", response=MemberOut, operation_id="change_member")
def change_member(request: WorkspaceRequest, member_id: UUID, body: MemberPatch) -> MemberOut:
    """Change a member's role, or let them out or in."""
    require(request.actor, "member.edit")
    with atomic(durable=True):
        actions.change_member(
            actor=request.actor, now=utcnow(), member_id=member_id, role=body.role,
            active=body.active,
        )  # fmt: skip
    return _member(request.workspace_id, member_id)


def _member(workspace_id: int, member_id: UUID) -> MemberOut:
    rows = {row.id: row for row in queries.list_members(workspace_id)}
    return MemberOut.model_validate(rows[member_id])


@router.get("/api-keys", response=list[ApiKeyOut], operation_id="list_api_keys")
def list_api_keys(request: WorkspaceRequest) -> list[ApiKeyOut]:
    """List the live API keys."""
    require(request.actor, "apikey.view")
    return [ApiKeyOut.model_validate(row) for row in queries.list_api_keys(request.workspace_id)]


@router.post("/api-keys", response={201: ApiKeyMade}, operation_id="create_api_key")
def create_api_key(request: WorkspaceRequest, body: ApiKeyIn) -> Status[ApiKeyMade]:
    """Create an API key; its secret is in this answer only."""
    require(request.actor, "apikey.edit")
    with atomic(durable=True):
        key_id, secret = actions.create_api_key(
            actor=request.actor, now=utcnow(), name=body.name, role=body.role
        )
    return Status(201, ApiKeyMade(id=key_id, secret=secret))


@router.delete("/api-keys/{uuid:key_id}", response={204: None}, operation_id="revoke_api_key")
def revoke_api_key(request: WorkspaceRequest, key_id: UUID) -> Status[None]:
    """End an API key at once."""
    require(request.actor, "apikey.edit")
    with atomic(durable=True):
        actions.revoke_api_key(actor=request.actor, now=utcnow(), key_id=key_id)
    return Status(204, None)


@router.get("/uses/{kind}/{item_id}", response=UsesOut, operation_id="list_uses")
def list_uses(request: WorkspaceRequest, kind: str, item_id: str) -> UsesOut:
    """List what names a thing inside it: look before you delete a tag, an e-mail, a page…"""
    require(request.actor, "settings.view")
    uses = uses_of(request.actor, kind, item_id)
    items = [UseOut(kind=user, id=use.id, name=use.name, live=use.live) for user, use in uses]
    named = [item for item in items if item.name]
    return UsesOut(items=named, hidden=len(items) - len(named))


@router.get("/audit/actions", response=list[AuditActionOut], operation_id="list_audit_actions")
def list_audit_actions(request: WorkspaceRequest) -> list[AuditActionOut]:
    """List what the audit log keeps, in words."""
    require(request.actor, "audit.view")
    return [AuditActionOut.model_validate(action) for action in registry.audit_actions]


@router.get("/audit", response=Page[AuditOut], operation_id="list_audit")
def list_audit(
    request: WorkspaceRequest,
    actor: UUID | None = None,
    action: str = "",
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[AuditOut]:
    """List who did what, newest first.

    Narrowed to a person's or a key's doing, to an action, or to a time from `since` and before
    `until`.
    """
    require(request.actor, "audit.view")
    size = clamp_limit(limit)
    key = read_cursor(cursor, 2)
    before = (datetime.fromisoformat(str(key[0])), UUID(str(key[1]))) if key else None
    rows = queries.list_audit(
        request.workspace_id, actor_id=actor, action=action, since=since, until=until,
        before=before, limit=size + 1,
    )  # fmt: skip
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        items=[AuditOut.model_validate(row) for row in rows[:size]],
        next_cursor=encode_cursor(last.at.isoformat(), str(last.id)) if last else None,
    )

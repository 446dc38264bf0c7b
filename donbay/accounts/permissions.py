"""The one mechanism that says who may do what."""

from __future__ import annotations

from typing import Protocol, TypeVar
from uuid import UUID

from django.db import models

from donbay.accounts.models import Share, TeamMember
from donbay.core.errors import Forbidden, NotFound
from donbay.core.models import Access, ShareableModel
from donbay.core.types import Actor, Role

_CONTENT = (
    "customer", "product", "order", "voucher", "page", "content", "flow", "segment",
    "message", "import", "capture", "report",
)  # fmt: skip
_ADMIN = ("settings", "member", "apikey", "channel", "audit", "clock")
_VERBS = ("view", "edit", "publish", "delete", "export")

_VIEWER = frozenset(f"{noun}.view" for noun in _CONTENT) | {"settings.view", "clock.view"}
_EDITOR = (
    _VIEWER
    | frozenset(f"{noun}.{verb}" for noun in _CONTENT for verb in ("edit", "publish"))
    | {"page.delete", "flow.delete", "content.delete", "product.delete", "clock.edit"}
)
_MANAGER = frozenset(f"{noun}.{verb}" for noun in (*_CONTENT, *_ADMIN) for verb in _VERBS)

PERMISSIONS: dict[Role, frozenset[str]] = {
    "viewer": _VIEWER,
    "editor": _EDITOR,
    "manager": _MANAGER,
    "owner": _MANAGER,
    "system": _MANAGER,
}

S = TypeVar("S", bound=ShareableModel)


class Shareable(Protocol):
    """An item with an owner and an access level."""

    id: UUID
    owner_id: UUID | None
    access: str


def allowed(actor: Actor, permission: str) -> bool:
    """Tell whether a role holds a permission, whatever the item."""
    if permission not in _MANAGER:
        raise ValueError(f"unknown permission {permission!r}")
    return permission in PERMISSIONS[actor.role]


def require(actor: Actor, permission: str, item: Shareable | None = None) -> None:
    """Let the actor through or raise: Forbidden by role, NotFound for an item not shared.

    `permission` is `<noun>.<verb>`; with an item, the noun is also its shareable kind.
    """
    if not allowed(actor, permission):
        raise Forbidden(permission=permission)
    if item is None or actor.role in ("owner", "manager", "system"):
        return
    kind, _, verb = permission.partition(".")
    if _reaches(actor, kind, verb, item):
        return
    raise NotFound


def visible(actor: Actor, kind: str, queryset: models.QuerySet[S]) -> models.QuerySet[S]:
    """Narrow a list of shareable items to those the actor may see."""
    if actor.role in ("owner", "manager", "system"):
        return queryset
    mine = models.Q(owner_id=actor.id) if actor.id else models.Q()
    shared = models.Q(access=Access.SHARED, id__in=_shared_ids(actor, kind))
    return queryset.filter(mine | shared | models.Q(access=Access.PUBLIC))


def _reaches(actor: Actor, kind: str, verb: str, item: Shareable) -> bool:
    if item.owner_id is not None and item.owner_id == actor.id:
        return True
    if item.access == Access.PUBLIC:
        return True
    if item.access == Access.RESTRICTED:
        return False
    rights = _shares(actor, kind).filter(item_id=item.id).values_list("right", flat=True)
    return any(right == "edit" or verb == "view" for right in rights)


def _shared_ids(actor: Actor, kind: str) -> models.QuerySet[Share, UUID]:
    return _shares(actor, kind).values_list("item_id", flat=True)


def _shares(actor: Actor, kind: str) -> models.QuerySet[Share]:
    if actor.member_id is None:  # an API key is nobody's member: `= NULL` must not match teams
        return Share.objects.for_workspace(actor.workspace_id).none()
    teams = TeamMember.objects.for_workspace(actor.workspace_id).filter(member_id=actor.member_id)
    return Share.objects.for_workspace(actor.workspace_id).filter(
        models.Q(member_id=actor.member_id) | models.Q(team_id__in=teams.values("team_id")),
        kind=kind,
    )

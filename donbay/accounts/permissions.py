"""The one mechanism that says who may do what."""

from __future__ import annotations

from typing import Protocol, TypeVar
from uuid import UUID

from django.db import models

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
    """Let the actor through or raise: Forbidden by role, NotFound for an item not hers to see.

    `permission` is `<noun>.<verb>`.
    """
    if not allowed(actor, permission):
        raise Forbidden(permission=permission)
    if item is None or actor.role in ("owner", "manager", "system"):
        return
    mine = item.owner_id is not None and item.owner_id == actor.id
    if not mine and item.access != Access.PUBLIC:
        raise NotFound


def visible(actor: Actor, kind: str, queryset: models.QuerySet[S]) -> models.QuerySet[S]:
    """Narrow a list of shareable items of a kind to those the actor may see."""
    if not allowed(actor, f"{kind}.view"):
        return queryset.none()
    if actor.role in ("owner", "manager", "system"):
        return queryset
    mine = models.Q(owner_id=actor.id) if actor.id else models.Q()
    return queryset.filter(mine | models.Q(access=Access.PUBLIC))

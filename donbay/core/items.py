"""What things of the house are called, and which of them name which others inside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from donbay.core import registry
from donbay.core.errors import NotFound
from donbay.core.models import WorkspaceModel
from donbay.core.registry import Use
from donbay.core.types import Actor


def names_in(
    model: type[WorkspaceModel], column: str, **there: Any
) -> Callable[[int, Collection[str]], Mapping[str, str]]:
    """Return the lookup of an ItemKind whose things are the rows of one table.

    `there` are the conditions of being there still, for tables that keep what was deleted.
    """

    def names(workspace_id: int, ids: Collection[str]) -> Mapping[str, str]:
        rows = model.objects.for_workspace(workspace_id).filter(id__in=_keys(ids), **there)
        return {str(key): name for key, name in rows.order_by("id").values_list("id", column)}

    return names


def uses_of(actor: Actor, kind: str, item_id: str) -> list[tuple[str, Use]]:
    """Return the things that name this one, each with its kind; raise NotFound."""
    known = registry.item_kinds.find(kind)
    if known is None or not known.names(actor.workspace_id, [item_id]):
        raise NotFound
    traces = known.traces(actor.workspace_id, item_id)
    return [
        (user.key, use)
        for user in registry.item_users
        for use in user.find(actor, traces)
        if (user.key, use.id) != (kind, item_id)
    ]


def shown_uses(
    rows: Sequence[tuple[UUID, str, bool]], visible: QuerySet[Any] | None = None
) -> list[Use]:
    """Return rows of id, name and live as uses, unnamed where not among those visible."""
    ids = {id_ for id_, _, _ in rows}
    if visible is not None:
        ids = set(visible.filter(id__in=ids).values_list("id", flat=True))
    return [Use(str(id_), name if id_ in ids else "", live) for id_, name, live in rows]


def _keys(ids: Collection[str]) -> list[UUID]:
    known = []
    for given in ids:
        with suppress(ValueError):
            known.append(UUID(given))
    return known

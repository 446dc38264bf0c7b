"""What things of the house are called: the name of a row by its id, asked for many at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from donbay.core.models import WorkspaceModel


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


def _keys(ids: Collection[str]) -> list[UUID]:
    known = []
    for given in ids:
        with suppress(ValueError):
            known.append(UUID(given))
    return known

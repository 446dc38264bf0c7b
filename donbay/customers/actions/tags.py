"""Write tags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core.arrays import array
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.errors import EmptyTagName, TagNotFound
from donbay.customers.models import CustomerTag
from donbay.customers.models import Tag as TagRow
from donbay.customers.queries.tags import get_tag
from donbay.customers.types import Tag
from donbay.kit import text
from donbay.kit.ids import uuid7
from donbay.log.actions import append_alike

SQL = Sql("donbay.customers")
MAX_NAME = 60


@atomic
def ensure_tag(*, actor: Actor, now: datetime, name: str) -> Tag:
    """Return the tag of this name, made if there is none; upper and lower case are one."""
    shown = text.clean(name)
    if not 1 <= len(shown) <= MAX_NAME:
        raise EmptyTagName
    params = {
        "workspace_id": actor.workspace_id,
        "now": now,
        "id": uuid7(),
        "name": shown,
        "key": shown.lower(),
    }
    ((tag_id, kept_name),) = SQL.rows("ensure_tag", params)
    return Tag(id=tag_id, name=kept_name)


def add_tag(
    *, actor: Actor, now: datetime, tag_id: UUID, customer_ids: Sequence[UUID]
) -> set[UUID]:
    """Put a tag on customers and return those who did not have it; an event for each.

    Raises TagNotFound, also where it is deleted at this very moment.
    """
    workspace_id = actor.workspace_id
    params = {
        "workspace_id": workspace_id,
        "now": now,
        "tag_id": tag_id,
        "ids": array(customer_ids),
    }
    with atomic(savepoint=False):
        if not SQL.rows("hold_tag", {"workspace_id": workspace_id, "tag_id": tag_id}):
            raise TagNotFound
        added = [row[0] for row in SQL.rows("add_tag", params)]
        _note(workspace_id, "customer.tagged", now, added, tag_id)
    return set(added)


def remove_tag(
    *, actor: Actor, now: datetime, tag_id: UUID, customer_ids: Sequence[UUID]
) -> set[UUID]:
    """Take a tag off customers and return those who had it; an event for each."""
    workspace_id = actor.workspace_id
    get_tag(workspace_id, tag_id)
    params = {"workspace_id": workspace_id, "tag_id": tag_id, "ids": array(customer_ids)}
    with atomic(savepoint=False):
        removed = sorted(row[0] for row in SQL.rows("remove_tag", params))
        _note(workspace_id, "customer.untagged", now, removed, tag_id)
    return set(removed)


@atomic
def delete_tag(*, actor: Actor, now: datetime, tag_id: UUID) -> None:
    """Delete a tag and take it off everybody."""
    rows = TagRow.objects.for_workspace(actor.workspace_id)
    # Whoever puts it on somebody now holds it, and is waited for.
    tag = rows.select_for_update().filter(id=tag_id).first()
    if tag is None:
        raise TagNotFound
    CustomerTag.objects.for_workspace(actor.workspace_id).filter(tag_id=tag_id).delete()
    rows.filter(id=tag_id).delete()
    audit(actor=actor, now=now, action="tag.delete", kind="tag", item_id=tag_id, name=tag.name)


def _note(
    workspace_id: int, kind: str, now: datetime, customer_ids: Sequence[UUID], tag_id: UUID
) -> None:
    append_alike(
        workspace_id=workspace_id, kind=kind, occurred_at=now, customer_ids=customer_ids,
        subject_ids=[tag_id] * len(customer_ids), data={"tag_id": str(tag_id)},
    )  # fmt: skip

"""Reads of tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from donbay.core.sqlfile import Sql
from donbay.customers.errors import TagNotFound
from donbay.customers.models import CustomerTag
from donbay.customers.models import Tag as TagRow
from donbay.customers.types import Tag
from donbay.kit import text

SQL = Sql("donbay.customers")


def list_tags(workspace_id: int) -> list[Tag]:
    """Return every tag by name, with how many customers have it."""
    rows = SQL.rows("list_tags", {"workspace_id": workspace_id})
    tags = [Tag(id=id_, name=name, customers=count) for id_, name, count in rows]
    return sorted(tags, key=lambda tag: (text.sort_key(tag.name), tag.id))


def find_tag(workspace_id: int, name: str) -> Tag | None:
    """Return the tag of this name in any case, or None."""
    key = text.clean(name).lower()
    row = TagRow.objects.for_workspace(workspace_id).filter(key=key).first()
    return Tag(id=row.id, name=row.name) if row else None


def get_tag(workspace_id: int, tag_id: UUID) -> Tag:
    """Return a tag; raise TagNotFound."""
    row = TagRow.objects.for_workspace(workspace_id).filter(id=tag_id).first()
    if row is None:
        raise TagNotFound
    return Tag(id=row.id, name=row.name)


def tags_of(workspace_id: int, customer_ids: Sequence[UUID]) -> dict[UUID, tuple[Tag, ...]]:
    """Return the tags of customers by name; customers without tags are absent."""
    links = CustomerTag.objects.for_workspace(workspace_id).filter(customer_id__in=customer_ids)
    pairs = list(links.order_by("customer_id", "tag_id").values_list("customer_id", "tag_id"))
    known = TagRow.objects.for_workspace(workspace_id).in_bulk({tag for _, tag in pairs})
    found: dict[UUID, list[Tag]] = defaultdict(list)
    for customer_id, tag_id in pairs:
        if tag_id in known:
            found[customer_id].append(Tag(id=tag_id, name=known[tag_id].name))
    return {
        customer_id: tuple(sorted(tags, key=lambda tag: (text.sort_key(tag.name), tag.id)))
        for customer_id, tags in found.items()
    }

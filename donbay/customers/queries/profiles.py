"""Reads of customers: profiles, lists, search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from donbay.customers.errors import CustomerNotFound
from donbay.customers.models import Customer, CustomerTag, Identity
from donbay.customers.models import MergeSuggestion as MergeSuggestionRow
from donbay.customers.queries.tags import tags_of
from donbay.customers.search import search_query
from donbay.customers.types import CustomerFilter, CustomerRow, MergeSuggestion, Profile

_MATCHES = "array_to_tsvector(string_to_array(customers_customer.search_text, ' ')) @@ %s::tsquery"
_STREAM_BATCH = 500

SortKey = tuple[str | int | None, ...]


def load_profiles(workspace_id: int, ids: Sequence[UUID]) -> dict[UUID, Profile]:
    """Return the profiles of customers; ids not in this workspace are absent."""
    rows = Customer.objects.for_workspace(workspace_id).filter(id__in=ids)
    return {row.id: profile_of(row) for row in rows}


def load_rows(workspace_id: int, ids: Sequence[UUID]) -> dict[UUID, CustomerRow]:
    """Return customers with their tags by id; ids not in this workspace are absent."""
    profiles, tags = load_profiles(workspace_id, ids), tags_of(workspace_id, ids)
    return {id_: CustomerRow(profile, tags.get(id_, ())) for id_, profile in profiles.items()}


def get_profile(workspace_id: int, customer_id: UUID) -> Profile:
    """Return one profile; raise CustomerNotFound."""
    row = Customer.objects.for_workspace(workspace_id).filter(id=customer_id).first()
    if row is None:
        raise CustomerNotFound
    return profile_of(row)


def find_by_identity(workspace_id: int, kind: str, value: str) -> UUID | None:
    """Return the owner of a normalised phone, e-mail or outside id, or None."""
    owners = Identity.objects.for_workspace(workspace_id).filter(kind=kind, value=value)
    return owners.values_list("customer_id", flat=True).first()


def identities_of(workspace_id: int, customer_id: UUID) -> list[tuple[str, str]]:
    """Return a customer's identities as (kind, value), in that order."""
    rows = Identity.objects.for_workspace(workspace_id).filter(customer_id=customer_id)
    return list(rows.order_by("kind", "value").values_list("kind", "value"))


def count_customers(workspace_id: int, wanted: CustomerFilter) -> int:
    """Return how many customers a filter leaves."""
    return _filtered(workspace_id, wanted).count()


def list_customers(
    workspace_id: int,
    wanted: CustomerFilter,
    *,
    after: Sequence[str | int | None] | None = None,
    limit: int = 50,
) -> tuple[list[CustomerRow], SortKey | None]:
    """Return one page of customers, and the sort key to go on from (None at the end)."""
    rows = _page(_filtered(workspace_id, wanted), wanted, after, limit + 1)
    page, more = rows[:limit], len(rows) > limit
    tags = tags_of(workspace_id, [row.id for row in page])
    items = [CustomerRow(profile_of(row), tags.get(row.id, ())) for row in page]
    return items, _key(page[-1], wanted) if more else None


def stream_rows(workspace_id: int, wanted: CustomerFilter) -> Iterator[CustomerRow]:
    """Give every customer of a filter, in short reads that hold no transaction open."""
    after: SortKey | None = None
    while True:
        items, after = list_customers(workspace_id, wanted, after=after, limit=_STREAM_BATCH)
        yield from items
        if after is None:
            return


def list_merge_suggestions(
    workspace_id: int, customer_id: UUID | None = None, *, limit: int = 200
) -> list[MergeSuggestion]:
    """Return the open merge suggestions, newest first; of one customer if given."""
    rows = MergeSuggestionRow.objects.for_workspace(workspace_id).filter(state="open")
    if customer_id is not None:
        rows = rows.filter(Q(customer_id=customer_id) | Q(other_id=customer_id))
    return [
        MergeSuggestion(
            id=row.id,
            customer_id=row.customer_id,
            other_id=row.other_id,
            reason=row.reason,
            state="open",
            created_at=row.created_at,
        )
        for row in rows.order_by("-created_at", "-id")[:limit]
    ]


def profile_of(row: Customer) -> Profile:
    """Return a row as the type that crosses the room's border."""
    return Profile(
        id=row.id,
        workspace_id=row.workspace_id,
        full_name=row.full_name,
        given_name=row.given_name,
        family_name=row.family_name,
        gender=row.gender,  # type: ignore[arg-type]  # written from a Gender only
        birthday=row.birthday,
        email=row.email,
        phone=row.phone,
        address=row.address,
        province_code=row.province_code,
        note=row.note,
        fields=row.fields,
        source=row.source,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _filtered(workspace_id: int, wanted: CustomerFilter) -> QuerySet[Customer]:
    rows = Customer.objects.for_workspace(workspace_id)
    query = search_query(wanted.search)
    if query:
        rows = rows.filter(RawSQL(_MATCHES, [query], output_field=BooleanField()))  # noqa: S611  # bound parameter
    if wanted.tag_id is not None:
        links = CustomerTag.objects.for_workspace(workspace_id).filter(tag_id=wanted.tag_id)
        rows = rows.filter(id__in=links.values("customer_id"))
    return rows


def _page(
    rows: QuerySet[Customer],
    wanted: CustomerFilter,
    after: Sequence[str | int | None] | None,
    limit: int,
) -> list[Customer]:
    column, backwards = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    column = "sort_key" if column == "name" else column
    sign, compare = ("-", "lt") if backwards else ("", "gt")
    if after is not None:
        start, last_id = _start(column, after[0]), UUID(str(after[1]))
        beyond = Q(**{f"{column}__{compare}": start})
        rows = rows.filter(beyond | Q(**{column: start, f"id__{compare}": last_id}))
    return list(rows.order_by(f"{sign}{column}", f"{sign}id")[:limit])


def _start(column: str, value: str | int | None) -> str | datetime:
    return str(value) if column == "sort_key" else datetime.fromisoformat(str(value))


def _key(row: Customer, wanted: CustomerFilter) -> SortKey:
    first = row.sort_key if wanted.sort == "name" else row.created_at.isoformat()
    return (first, str(row.id))

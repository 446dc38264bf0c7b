"""HTTP of customers: list, search, profile, timeline, consent, merge, export."""

from __future__ import annotations

from uuid import UUID

from django.db.transaction import atomic
from django.http import HttpResponse
from ninja import Status

from donbay.accounts.actions import audit
from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.core.api import Page, WorkspaceRequest, language_of, room_router, sheet_response
from donbay.customers import actions, queries
from donbay.customers.api.cursors import customer_key, time_and_number
from donbay.customers.api.schemas import (
    ConsentIn,
    ConsentOut,
    CustomerDetailOut,
    CustomerIn,
    CustomerOut,
    CustomerPatch,
    IdentityOut,
    MergeIn,
    MergePairOut,
    MergeSuggestionOut,
    TimelineOut,
)
from donbay.customers.export import export_sheet
from donbay.customers.types import ConsentInput, CustomerFilter, CustomerRow, SortOrder
from donbay.kit.paging import clamp_limit, encode_cursor
from donbay.log.queries import events_of_customer

_PAIRS = 20

router = room_router("customers")


@router.get("/customers", response=Page[CustomerOut], operation_id="list_customers")
def list_customers(
    request: WorkspaceRequest,
    q: str = "",
    tag: UUID | None = None,
    sort: SortOrder = "-created_at",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[CustomerOut]:
    """List customers; every word of `q` is the start of a word, accents or not."""
    require(request.actor, "customer.view")
    items, following = queries.list_customers(
        request.actor.workspace_id,
        CustomerFilter(search=q, tag_id=tag, sort=sort),
        after=customer_key(cursor, sort),
        limit=clamp_limit(limit),
    )
    return Page(
        items=[CustomerOut.of(row) for row in items],
        next_cursor=encode_cursor(*following) if following else None,
    )


@router.post("/customers", response={201: CustomerDetailOut}, operation_id="create_customer")
def create_customer(request: WorkspaceRequest, body: CustomerIn) -> Status[CustomerDetailOut]:
    """Add a customer by hand."""
    require(request.actor, "customer.edit")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        made = actions.create_customer(actor=request.actor, now=now, person=body.person())
    return Status(201, _detail(request, made.id))


@router.get("/customers/export.xlsx", operation_id="export_customers")
def export_customers(
    request: WorkspaceRequest, q: str = "", tag: UUID | None = None
) -> HttpResponse:
    """Download the customers of a list as a sheet."""
    require(request.actor, "customer.export")
    wanted = CustomerFilter(search=q, tag_id=tag, sort="name")
    now = business_now(request.actor.workspace_id)
    sheet = export_sheet(request.actor.workspace_id, wanted, language_of(request))
    with atomic(durable=True):
        audit(actor=request.actor, now=now, action="customer.export", kind="customer")
    name = "khach-hang.xlsx" if language_of(request) == "vi" else "customers.xlsx"
    return sheet_response(sheet, name)


@router.get("/customers/{customer_id}", response=CustomerDetailOut, operation_id="get_customer")
def get_customer(request: WorkspaceRequest, customer_id: UUID) -> CustomerDetailOut:
    """Return one customer."""
    require(request.actor, "customer.view")
    return _detail(request, customer_id)


@router.patch(
    "/customers/{customer_id}", response=CustomerDetailOut, operation_id="update_customer"
)
def update_customer(
    request: WorkspaceRequest, customer_id: UUID, body: CustomerPatch
) -> CustomerDetailOut:
    """Set the columns named in the body."""
    require(request.actor, "customer.edit")
    with atomic(durable=True):
        actions.update_customer(
            actor=request.actor,
            now=business_now(request.actor.workspace_id),
            customer_id=customer_id,
            changes=body.dict(exclude_unset=True),
        )
    return _detail(request, customer_id)


@router.delete("/customers/{customer_id}", response={204: None}, operation_id="delete_customer")
def delete_customer(request: WorkspaceRequest, customer_id: UUID) -> Status[None]:
    """Delete a customer and the personal data in every room."""
    require(request.actor, "customer.delete")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        actions.delete_customer(actor=request.actor, now=now, customer_id=customer_id)
    return Status(204, None)


@router.get(
    "/customers/{customer_id}/timeline",
    response=Page[TimelineOut],
    operation_id="list_customer_timeline",
)
def list_customer_timeline(
    request: WorkspaceRequest,
    customer_id: UUID,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[TimelineOut]:
    """List what happened with a customer, newest first."""
    require(request.actor, "customer.view")
    workspace_id, size = request.actor.workspace_id, clamp_limit(limit)
    queries.get_profile(workspace_id, customer_id)
    before = time_and_number(cursor)
    events = events_of_customer(workspace_id, customer_id, before=before, limit=size + 1)
    page = events[:size]
    more = len(events) > size
    last = encode_cursor(page[-1].occurred_at.isoformat(), page[-1].id) if more else None
    return Page(items=[TimelineOut.of(event) for event in page], next_cursor=last)


@router.get(
    "/customers/{customer_id}/consents",
    response=list[ConsentOut],
    operation_id="list_customer_consents",
)
def list_customer_consents(request: WorkspaceRequest, customer_id: UUID) -> list[ConsentOut]:
    """List a customer's consent ledger, newest first."""
    require(request.actor, "customer.view")
    workspace_id = request.actor.workspace_id
    queries.get_profile(workspace_id, customer_id)
    return [ConsentOut.of(entry) for entry in queries.list_consents(workspace_id, customer_id)]


@router.post(
    "/customers/{customer_id}/consents",
    response={201: list[ConsentOut]},
    operation_id="record_customer_consent",
)
def record_customer_consent(
    request: WorkspaceRequest, customer_id: UUID, body: ConsentIn
) -> Status[list[ConsentOut]]:
    """Note a yes or no that a customer gave to a member."""
    require(request.actor, "customer.edit")
    workspace_id = request.actor.workspace_id
    consent = ConsentInput(
        customer_id=customer_id,
        purpose=body.purpose,
        channel=body.channel,
        granted=body.granted,
        method="manual",
        text=body.text,
        evidence={"reason": body.reason} if body.reason else {},
    )
    with atomic(durable=True):
        queries.get_profile(workspace_id, customer_id)
        now = business_now(workspace_id)
        actions.record_consents(actor=request.actor, now=now, consents=[consent])
    entries = queries.list_consents(workspace_id, customer_id)
    return Status(201, [ConsentOut.of(entry) for entry in entries])


@router.get(
    "/merge-suggestions",
    response=list[MergePairOut],
    operation_id="list_merge_suggestions",
)
def list_merge_suggestions(request: WorkspaceRequest) -> list[MergePairOut]:
    """List the newest pairs of customers that may be one person, both in full."""
    require(request.actor, "customer.view")
    found = queries.list_merge_suggestions(request.actor.workspace_id, limit=_PAIRS)
    ids = [id_ for pair in found for id_ in (pair.customer_id, pair.other_id)]
    rows = queries.load_rows(request.actor.workspace_id, ids)
    return [
        MergePairOut(
            **MergeSuggestionOut.of(pair).dict(),
            customer=CustomerOut.of(rows[pair.customer_id]),
            other=CustomerOut.of(rows[pair.other_id]),
        )
        for pair in found
        if pair.customer_id in rows and pair.other_id in rows  # merged or deleted meanwhile
    ]


@router.post(
    "/merge-suggestions/{suggestion_id}/dismiss",
    response={204: None},
    operation_id="dismiss_merge_suggestion",
)
def dismiss_merge_suggestion(request: WorkspaceRequest, suggestion_id: UUID) -> Status[None]:
    """Say that the two are different people."""
    require(request.actor, "customer.edit")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        actions.dismiss_merge(actor=request.actor, now=now, suggestion_id=suggestion_id)
    return Status(204, None)


@router.post(
    "/customers/{customer_id}/merge", response=CustomerDetailOut, operation_id="merge_customers"
)
def merge_customers(
    request: WorkspaceRequest, customer_id: UUID, body: MergeIn
) -> CustomerDetailOut:
    """Take over everything of another customer and remove that one."""
    require(request.actor, "customer.edit")
    with atomic(durable=True):
        actions.merge_customers(
            actor=request.actor,
            now=business_now(request.actor.workspace_id),
            keep_id=customer_id,
            other_id=body.other_id,
        )
    return _detail(request, customer_id)


def _detail(request: WorkspaceRequest, customer_id: UUID) -> CustomerDetailOut:
    workspace_id = request.actor.workspace_id
    profile = queries.get_profile(workspace_id, customer_id)
    tags = queries.tags_of(workspace_id, [customer_id]).get(customer_id, ())
    suggestions = queries.list_merge_suggestions(workspace_id, customer_id)
    return CustomerDetailOut(
        **CustomerOut.of(CustomerRow(profile, tags)).dict(),
        identities=[
            IdentityOut(kind=kind, value=value)
            for kind, value in queries.identities_of(workspace_id, customer_id)
        ],
        merge_suggestions=[MergeSuggestionOut.of(suggestion) for suggestion in suggestions],
    )

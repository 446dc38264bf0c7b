"""HTTP of tags and custom fields."""

from __future__ import annotations

from uuid import UUID

from django.db.transaction import atomic
from ninja import Status

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.core.api import WorkspaceRequest, room_router
from donbay.customers import actions, queries
from donbay.customers.api.schemas import (
    BulkTagIn,
    BulkTagOut,
    FieldChange,
    FieldModel,
    FieldOut,
    TagIn,
    TagOut,
)

router = room_router("tags")


@router.get("/tags", response=list[TagOut], operation_id="list_tags")
def list_tags(request: WorkspaceRequest) -> list[TagOut]:
    """List every tag with how many customers have it."""
    require(request.actor, "customer.view")
    return [TagOut.of(tag) for tag in queries.list_tags(request.actor.workspace_id)]


@router.post("/tags", response=TagOut, operation_id="create_tag")
def create_tag(request: WorkspaceRequest, body: TagIn) -> TagOut:
    """Make a tag that nobody has yet; the one there is where its name is taken."""
    require(request.actor, "customer.edit")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        return TagOut.of(actions.ensure_tag(actor=request.actor, now=now, name=body.name))


@router.delete("/tags/{tag_id}", response={204: None}, operation_id="delete_tag")
def delete_tag(request: WorkspaceRequest, tag_id: UUID) -> Status[None]:
    """Delete a tag and take it off everybody."""
    require(request.actor, "customer.delete")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        actions.delete_tag(actor=request.actor, now=now, tag_id=tag_id)
    return Status(204, None)


@router.post(
    "/customers/{customer_id}/tags", response=list[TagOut], operation_id="add_customer_tag"
)
def add_customer_tag(request: WorkspaceRequest, customer_id: UUID, body: TagIn) -> list[TagOut]:
    """Put a tag on a customer, by name; made if there is none."""
    require(request.actor, "customer.edit")
    workspace_id = request.actor.workspace_id
    with atomic(durable=True):
        queries.get_profile(workspace_id, customer_id)
        _tag(request, body.name, [customer_id])
    return _tags_of(workspace_id, customer_id)


@router.delete(
    "/customers/{customer_id}/tags/{tag_id}",
    response=list[TagOut],
    operation_id="remove_customer_tag",
)
def remove_customer_tag(request: WorkspaceRequest, customer_id: UUID, tag_id: UUID) -> list[TagOut]:
    """Take a tag off a customer."""
    require(request.actor, "customer.edit")
    workspace_id = request.actor.workspace_id
    with atomic(durable=True):
        queries.get_profile(workspace_id, customer_id)
        actions.remove_tag(
            actor=request.actor,
            now=business_now(workspace_id),
            tag_id=tag_id,
            customer_ids=[customer_id],
        )
    return _tags_of(workspace_id, customer_id)


@router.post("/customers/bulk-tag", response=BulkTagOut, operation_id="bulk_tag_customers")
def bulk_tag_customers(request: WorkspaceRequest, body: BulkTagIn) -> BulkTagOut:
    """Put a tag on many customers."""
    require(request.actor, "customer.edit")
    with atomic(durable=True):
        return _tag(request, body.tag, body.ids)


@router.get("/customer-fields", response=list[FieldOut], operation_id="list_customer_fields")
def list_customer_fields(request: WorkspaceRequest, archived: bool = False) -> list[FieldOut]:
    """List the custom fields; those put away only when asked for."""
    require(request.actor, "customer.view")
    fields = queries.list_fields(request.actor.workspace_id, archived=archived)
    return [FieldOut.of(field) for field in fields]


@router.post("/customer-fields", response={201: FieldOut}, operation_id="create_customer_field")
def create_customer_field(request: WorkspaceRequest, body: FieldModel) -> Status[FieldOut]:
    """Add a custom field; its key and kind can never be changed."""
    require(request.actor, "settings.edit")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        made = actions.define_field(actor=request.actor, now=now, definition=body.definition())
    return Status(201, FieldOut.of(made))


@router.patch("/customer-fields/{key}", response=FieldOut, operation_id="change_customer_field")
def change_customer_field(request: WorkspaceRequest, key: str, body: FieldChange) -> FieldOut:
    """Rename a custom field, set its choices, put it away or take it back."""
    require(request.actor, "settings.edit")
    with atomic(durable=True):
        changed = actions.change_field(
            actor=request.actor,
            now=business_now(request.actor.workspace_id),
            key=key,
            label=body.label,
            options=body.options,
            archived=body.archived,
        )
    return FieldOut.of(changed)


def _tag(request: WorkspaceRequest, name: str, ids: list[UUID]) -> BulkTagOut:
    now = business_now(request.actor.workspace_id)
    tag = actions.ensure_tag(actor=request.actor, now=now, name=name)
    added = actions.add_tag(actor=request.actor, now=now, tag_id=tag.id, customer_ids=ids)
    return BulkTagOut(tag=TagOut.of(tag), added=len(added))


def _tags_of(workspace_id: int, customer_id: UUID) -> list[TagOut]:
    tags = queries.tags_of(workspace_id, [customer_id]).get(customer_id, ())
    return [TagOut.of(tag) for tag in tags]

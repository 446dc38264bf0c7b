"""Make two customers one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core import registry
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions.claims import hold_identities
from donbay.customers.actions.columns import lock_drafts, update_drafts
from donbay.customers.errors import (
    CannotMergeWithSelf,
    CustomerNotFound,
    MergeSuggestionNotFound,
)
from donbay.customers.models import Customer, MergeSuggestion
from donbay.customers.person import Draft, fill
from donbay.customers.types import PersonInput
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.customers")


@atomic
def merge_customers(*, actor: Actor, now: datetime, keep_id: UUID, other_id: UUID) -> None:
    """Move everything of one customer to another and remove the emptied one.

    The one kept fills its empty fields from the other; identities, tags and consents move; the
    other rooms' rows follow by the registered movers.
    """
    if keep_id == other_id:
        raise CannotMergeWithSelf
    workspace_id = actor.workspace_id
    both = [keep_id, other_id]
    hold_identities(workspace_id, both)
    drafts = lock_drafts(workspace_id, both)
    if len(drafts) != len(both):
        raise CustomerNotFound
    params = {"workspace_id": workspace_id, "keep_id": keep_id, "other_id": other_id}
    for statement in (
        "merge_identities", "merge_tags", "merge_consents", "merge_consent_states",
        "merge_import_rows", "merge_suggestions",
    ):  # fmt: skip
        SQL.execute(statement, params)
    for mover in registry.customer_movers:
        mover.move(workspace_id, now, from_id=other_id, to_id=keep_id)
    _absorb(drafts[keep_id], drafts[other_id])
    update_drafts(workspace_id, now, {keep_id: drafts[keep_id]})
    # What was left of its merge suggestions goes with it, by the foreign key.
    Customer.objects.for_workspace(workspace_id).filter(id=other_id).delete()
    event = {"kept": str(keep_id), "merged": str(other_id)}
    append([NewEvent(workspace_id, "customer.merged", now, keep_id, other_id, event)])
    audit(
        actor=actor, now=now, action="customer.merge", kind="customer", item_id=keep_id,
        data={"merged": str(other_id)},
    )  # fmt: skip


@atomic
def dismiss_merge(*, actor: Actor, now: datetime, suggestion_id: UUID) -> None:
    """Say that two customers are different people; the pair is not suggested again."""
    rows = MergeSuggestion.objects.for_workspace(actor.workspace_id)
    if not rows.filter(id=suggestion_id, state="open").update(state="dismissed", updated_at=now):
        raise MergeSuggestionNotFound
    audit(
        actor=actor, now=now, action="merge.dismiss", kind="merge_suggestion",
        item_id=suggestion_id,
    )  # fmt: skip


def _absorb(kept: Draft, other: Draft) -> None:
    person = PersonInput(
        full_name=other.full_name,
        phone=other.phone or "",
        email=other.email or "",
        gender=other.gender,  # type: ignore[arg-type]  # written from a Gender only
        birthday=other.birthday,
        address=other.address,
        province_code=other.province_code,
        note=other.note,
        fields=other.fields,
        source=other.source,
    )
    fill(kept, person, [person.phone, person.email], overwrite=False)

"""Write one customer by hand: create, change, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core import registry
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions.claims import take_identities
from donbay.customers.actions.columns import lock_drafts, update_drafts
from donbay.customers.actions.people import upsert_people
from donbay.customers.errors import (
    CustomerNotFound,
    FieldUnknown,
    FieldValueInvalid,
    FieldValueTooLong,
    IdentityTaken,
    InvalidContact,
    NobodyGiven,
)
from donbay.customers.identity import Identity as IdentityKey
from donbay.customers.models import (
    Consent,
    ConsentState,
    Customer,
    CustomerTag,
    Identity,
    Import,
    ImportRow,
)
from donbay.customers.person import LONGEST_FIELD, CleanPerson, Draft, clean_person
from donbay.customers.queries.fields import field_definitions
from donbay.customers.queries.profiles import get_profile
from donbay.customers.types import FieldDef, PersonInput, Profile
from donbay.kit.phone import local_phone
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.customers")
_COLUMNS = (
    "full_name", "phone", "email", "gender", "birthday", "address", "province_code", "note",
)  # fmt: skip


@atomic
def create_customer(*, actor: Actor, now: datetime, person: PersonInput) -> Profile:
    """Add a customer; raise IdentityTaken when the phone or e-mail has an owner."""
    definitions = field_definitions(actor.workspace_id)
    clean = _checked(person, definitions)
    if not (clean.identities or clean.person.full_name):
        raise NobodyGiven
    owners = _owners(actor.workspace_id, clean.identities)
    (made,) = upsert_people(actor=actor, now=now, people=[clean.person], overwrite=False)
    if not made.created or made.conflicts:
        raise _taken(clean.identities, owners)
    audit(actor=actor, now=now, action="customer.create", kind="customer", item_id=made.customer_id)
    return get_profile(actor.workspace_id, made.customer_id)


@atomic
def update_customer(
    *, actor: Actor, now: datetime, customer_id: UUID, changes: Mapping[str, Any]
) -> Profile:
    """Set columns of a profile by name (of PersonInput); empty values empty them.

    `fields` sets only the custom fields it names. A phone or e-mail that is replaced no longer
    leads to this customer. Raises IdentityTaken when the new one has another owner.
    """
    workspace_id = actor.workspace_id
    definitions = field_definitions(workspace_id)
    clean = _checked(_as_person(changes), definitions)
    others = take_identities(workspace_id, now, customer_id, clean.identities)
    if others:
        raise _taken(others, _owners(workspace_id, others))
    draft = lock_drafts(workspace_id, [customer_id]).get(customer_id)
    if draft is None:
        raise CustomerNotFound
    before = {"phone": draft.phone, "email": draft.email}
    changed = _set_columns(draft, clean.person, changes)
    if not changed:
        return get_profile(workspace_id, customer_id)
    if not (draft.full_name or draft.phone or draft.email):
        raise NobodyGiven
    for kind in changed & {"phone", "email"}:
        _identities(workspace_id, customer_id).filter(kind=kind, value=before[kind]).delete()
    update_drafts(workspace_id, now, {customer_id: draft})
    names = sorted(changed)
    append([NewEvent(workspace_id, "customer.updated", now, customer_id, None, {"fields": names})])
    audit(
        actor=actor, now=now, action="customer.update", kind="customer", item_id=customer_id,
        data={"fields": names},
    )  # fmt: skip
    return get_profile(workspace_id, customer_id)


@atomic
def delete_customer(*, actor: Actor, now: datetime, customer_id: UUID) -> None:
    """Delete a customer and the personal data every room holds.

    Ledger lines stay without their evidence: that a consent was given or withdrawn must remain
    provable, who it was must not.
    """
    workspace_id = actor.workspace_id
    take_identities(workspace_id, now, customer_id, ())
    if customer_id not in lock_drafts(workspace_id, [customer_id]):
        raise CustomerNotFound
    for eraser in registry.erasers:
        eraser.erase(workspace_id, [customer_id], now)
    _identities(workspace_id, customer_id).delete()
    for table in (CustomerTag, ConsentState):
        table.objects.for_workspace(workspace_id).filter(customer_id=customer_id).delete()
    Consent.objects.for_workspace(workspace_id).filter(customer_id=customer_id).update(evidence={})
    rows = ImportRow.objects.for_workspace(workspace_id).filter(customer_id=customer_id)
    sheets = list(rows.values_list("import_id", flat=True).distinct())
    Import.objects.for_workspace(workspace_id).filter(id__in=sheets).update(sample=[])
    rows.update(cells=[], problems=[])
    Customer.objects.for_workspace(workspace_id).filter(id=customer_id).delete()
    append([NewEvent(workspace_id, "customer.deleted", now, customer_id, None, {})])
    audit(actor=actor, now=now, action="customer.delete", kind="customer", item_id=customer_id)


def _identities(workspace_id: int, customer_id: UUID) -> Any:
    return Identity.objects.for_workspace(workspace_id).filter(customer_id=customer_id)


def _owners(workspace_id: int, identities: Sequence[IdentityKey]) -> dict[IdentityKey, UUID]:
    rows = Identity.objects.for_workspace(workspace_id).filter(value__in=[v for _, v in identities])
    columns = rows.values_list("kind", "value", "customer_id")
    found = {(kind, value): customer_id for kind, value, customer_id in columns}
    return {identity: found[identity] for identity in identities if identity in found}


def _taken(identities: Sequence[IdentityKey], owners: Mapping[IdentityKey, UUID]) -> IdentityTaken:
    """Name the identity that has an owner, and the owner; none where one came this very moment."""
    kind, value = next(iter(owners), identities[0])
    owner = owners.get((kind, value))
    shown = local_phone(value) if kind == "phone" else value
    return IdentityTaken(at=f"/{kind}", value=shown, customer_id=str(owner or ""))


def _as_person(changes: Mapping[str, Any]) -> PersonInput:
    known = {name: changes[name] for name in (*_COLUMNS, "fields") if changes.get(name)}
    return replace(PersonInput(), **known)


def _checked(person: PersonInput, definitions: Mapping[str, FieldDef]) -> CleanPerson:
    clean = clean_person(person, definitions)
    for name, code in clean.problems.items():
        if name in ("phone", "email"):
            raise InvalidContact(at=f"/{name}", value=getattr(person, name))
        key = name.removeprefix("fields.")
        if code == "field_unknown":
            raise FieldUnknown(at=f"/fields/{key}", key=key)
        at, label = f"/fields/{key}", definitions[key].label
        if code == "field_value_too_long":
            raise FieldValueTooLong(at=at, label=label, limit=LONGEST_FIELD)
        shown = shorten(str(person.fields[key]), 60, placeholder="…")
        raise FieldValueInvalid(at=at, value=shown, label=label)
    return clean


def _set_columns(draft: Draft, clean: PersonInput, changes: Mapping[str, Any]) -> set[str]:
    changed: set[str] = set()
    for name in _COLUMNS:
        value = getattr(clean, name)
        value = value or (None if name in ("phone", "email", "birthday") else "")
        if name in changes and getattr(draft, name) != value:
            setattr(draft, name, value)
            changed.add(name)
    for key in changes.get("fields") or {}:
        if draft.fields.get(key) != clean.fields.get(key):
            draft.fields[key] = clean.fields.get(key)
            changed.add(f"fields.{key}")
    draft.fields = {key: value for key, value in draft.fields.items() if value is not None}
    return changed

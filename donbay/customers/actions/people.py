"""Take in people: find or make the customer each of them is, and fill in what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db.transaction import atomic

from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions.claims import claim_identities
from donbay.customers.actions.columns import insert_drafts, lock_drafts, update_drafts
from donbay.customers.identity import Claimant, Plan
from donbay.customers.person import CleanPerson, Draft, clean_person, fill
from donbay.customers.queries.fields import field_definitions
from donbay.customers.types import PersonInput, UpsertedPerson
from donbay.kit.ids import uuid7
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.customers")


@atomic
def upsert_people(
    *, actor: Actor, now: datetime, people: Sequence[PersonInput], overwrite: bool
) -> list[UpsertedPerson]:
    """Find or make the customer each person is, in a constant number of statements.

    Phone wins over outside id over e-mail; where identities belong to different customers a
    merge is suggested. Without `overwrite` only empty fields are filled, so that a stranger who
    knows an e-mail cannot rename its owner. People without any identity become new customers.
    """
    if not people:
        return []
    workspace_id = actor.workspace_id
    definitions = field_definitions(workspace_id) if any(p.fields for p in people) else {}
    cleaned = [clean_person(person, definitions) for person in people]
    claimants = [Claimant(person.identities, uuid7()) for person in cleaned]
    plan = claim_identities(workspace_id, now, claimants)

    drafts = lock_drafts(workspace_id, _existing(plan, claimants))
    new_ids = [id_ for id_ in dict.fromkeys(plan.customers) if id_ not in drafts]
    drafts |= {id_: Draft() for id_ in new_ids}
    filled = _fill_all(drafts, plan, cleaned, overwrite=overwrite)
    changed = _changes(plan, filled, set(new_ids))

    insert_drafts(workspace_id, now, {id_: drafts[id_] for id_ in new_ids})
    update_drafts(workspace_id, now, {id_: drafts[id_] for id_ in changed})
    _suggest(workspace_id, now, plan, cleaned)
    append(_events(workspace_id, now, {id_: drafts[id_] for id_ in new_ids}, changed))
    return _answers(plan, cleaned, filled, set(new_ids))


def _existing(plan: Plan, claimants: Sequence[Claimant]) -> list[UUID]:
    """Return whose rows are to be locked, all at once and in order.

    Other owners met on the way are among them: a suggested merge refers to them, and its foreign
    key would lock them late.
    """
    fresh = {claimant.new_id for claimant in claimants}
    met = {*plan.customers, *chain.from_iterable(plan.conflicts)}
    return sorted(met - fresh)


def _fill_all(
    drafts: Mapping[UUID, Draft], plan: Plan, cleaned: Sequence[CleanPerson], *, overwrite: bool
) -> list[set[str]]:
    return [
        fill(drafts[id_], clean.person, _owned(clean, plan, index), overwrite=overwrite)
        for index, (id_, clean) in enumerate(zip(plan.customers, cleaned, strict=True))
    ]


def _changes(plan: Plan, filled: Sequence[set[str]], new_ids: set[UUID]) -> dict[UUID, set[str]]:
    changed: dict[UUID, set[str]] = {}
    for customer_id, names in zip(plan.customers, filled, strict=True):
        if names and customer_id not in new_ids:
            changed.setdefault(customer_id, set()).update(names)
    return changed


def _owned(clean: CleanPerson, plan: Plan, index: int) -> list[str]:
    chosen = plan.customers[index]
    return [value for kind, value in clean.identities if plan.owners[kind, value] == chosen]


def _suggest(workspace_id: int, now: datetime, plan: Plan, cleaned: Sequence[CleanPerson]) -> None:
    pairs = {
        (keeper, other): _reason(plan, clean, other)
        for keeper, others, clean in zip(plan.customers, plan.conflicts, cleaned, strict=True)
        for other in others
    }
    if pairs:
        SQL.execute(
            "suggest_merges",
            {
                "workspace_id": workspace_id,
                "now": now,
                "reasons": list(pairs.values()),
                "ids": [uuid7() for _ in pairs],
                "customer_ids": [keeper for keeper, _ in pairs],
                "other_ids": [other for _, other in pairs],
            },
        )


def _reason(plan: Plan, clean: CleanPerson, other: UUID) -> str:
    """Say which identity of the other customer was given along with the kept one's."""
    kinds = [kind for kind, value in clean.identities if plan.owners[kind, value] == other]
    return f"shared_{kinds[0]}" if kinds else "shared_identity"


def _events(
    workspace_id: int,
    now: datetime,
    created: Mapping[UUID, Draft],
    changed: Mapping[UUID, set[str]],
) -> list[NewEvent]:
    return [
        NewEvent(workspace_id, "customer.created", now, id_, None, {"source": draft.source})
        for id_, draft in created.items()
    ] + [
        NewEvent(workspace_id, "customer.updated", now, id_, None, {"fields": sorted(names)})
        for id_, names in changed.items()
    ]


def _answers(
    plan: Plan, cleaned: Sequence[CleanPerson], filled: Sequence[set[str]], new_ids: set[UUID]
) -> list[UpsertedPerson]:
    answers = []
    for index, customer_id in enumerate(plan.customers):
        answers.append(
            UpsertedPerson(
                customer_id=customer_id,
                created=customer_id in new_ids,
                changed=bool(filled[index]),
                conflicts=plan.conflicts[index],
                problems=cleaned[index].problems,
            )
        )
        new_ids.discard(customer_id)
    return answers

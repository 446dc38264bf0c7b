"""Claim first, insert after: identities decide who a person is before any customer is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.core.errors import Conflict
from donbay.core.sqlfile import Sql
from donbay.customers.identity import Claimant, Identity, Plan, plan_claims
from donbay.customers.models import Identity as IdentityRow

SQL = Sql("donbay.customers")
_TRIES = 100  # each waits for one other transaction, so many are needed only where many come


def claim_identities(workspace_id: int, now: datetime, claimants: Sequence[Claimant]) -> Plan:
    """Claim every identity of the claimants and return who they turned out to be.

    Afterwards all their identities are locked by this transaction. Whoever takes identities and
    customer rows takes the identities first, or two transactions could wait for each other.
    """
    plan = plan_claims(claimants, {})
    owners = _claim(workspace_id, now, plan.claims)
    foreign = {
        identity: owner for identity, owner in owners.items() if owner != plan.claims[identity]
    }
    if not foreign:
        return plan
    final = plan_claims(claimants, foreign)
    moved = {i: owner for i, owner in final.claims.items() if owner != plan.claims[i]}
    if moved:
        SQL.execute("move_claims", {"workspace_id": workspace_id, **_columns(moved)})
    return final


def _claim(
    workspace_id: int, now: datetime, claims: Mapping[Identity, UUID]
) -> dict[Identity, UUID]:
    if not claims:
        return {}
    params = {"workspace_id": workspace_id, "now": now, **_columns(claims)}
    return {(kind, value): owner for kind, value, owner in SQL.rows("claim_identities", params)}


def _columns(claims: Mapping[Identity, UUID]) -> dict[str, object]:
    return {
        "kinds": [kind for kind, _ in claims],
        "identities": [value for _, value in claims],
        "customer_ids": list(claims.values()),
    }


def take_identities(
    workspace_id: int, now: datetime, customer_id: UUID, wanted: Sequence[Identity]
) -> list[Identity]:
    """Lock a customer's identities, claim further ones, and return those others own."""

    def take() -> dict[Identity, UUID]:
        held = sorted(_held(workspace_id, [customer_id]))
        return _claim(workspace_id, now, dict.fromkeys([*held, *wanted], customer_id))

    owners = _take_all(workspace_id, [customer_id], take)
    return [identity for identity in wanted if owners[identity] != customer_id]


def hold_identities(workspace_id: int, customer_ids: Sequence[UUID]) -> None:
    """Lock every identity of customers."""

    def take() -> dict[Identity, UUID]:
        params = {"workspace_id": workspace_id, "ids": list(customer_ids)}
        return {(kind, value): owner for kind, value, owner in SQL.rows("lock_identities", params)}

    _take_all(workspace_id, customer_ids, take)


class _CameMeanwhileError(Exception):
    """A customer got an identity between looking and locking."""


def _take_all(
    workspace_id: int, customer_ids: Sequence[UUID], take: Callable[[], dict[Identity, UUID]]
) -> dict[Identity, UUID]:
    """Lock until nothing came meanwhile: a lock taken late would be out of order, and a deadlock.

    Who gives a customer an identity holds one of hers, so once all are held none comes. What was
    locked in vain is let go with its savepoint. Raises Conflict where it never ends.
    """
    for _ in range(_TRIES):
        try:
            with atomic():
                owners = take()
                if not _held(workspace_id, customer_ids) <= owners.keys():
                    raise _CameMeanwhileError
                return owners
        except _CameMeanwhileError:
            continue
    raise Conflict


def _held(workspace_id: int, customer_ids: Sequence[UUID]) -> set[Identity]:
    rows = IdentityRow.objects.for_workspace(workspace_id).filter(customer_id__in=customer_ids)
    return set(rows.values_list("kind", "value"))

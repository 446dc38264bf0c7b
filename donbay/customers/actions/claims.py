"""Claim first, insert after: identities decide who a person is before any customer is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from donbay.core.sqlfile import Sql
from donbay.customers.identity import Claimant, Identity, Plan, plan_claims
from donbay.customers.models import Identity as IdentityRow

SQL = Sql("donbay.customers")


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
    rows = IdentityRow.objects.for_workspace(workspace_id).filter(customer_id=customer_id)
    held = rows.order_by("kind", "value").values_list("kind", "value")
    claims = dict.fromkeys([*held, *wanted], customer_id)
    owners = _claim(workspace_id, now, claims)
    return [identity for identity in wanted if owners[identity] != customer_id]

"""Pure core of identity: who a person is, given who owns which phone and e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

Identity = tuple[str, str]
"""(kind, value): ("phone", "+84912345678"), ("email", "lan@example.vn"), ("external", "…")."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """A person's identities, strongest first, and the id to take if nobody owns any of them."""

    identities: tuple[Identity, ...]
    new_id: UUID


@dataclass(frozen=True, slots=True)
class Plan:
    """Who each claimant is, who owns what then, what to claim, and other owners met on the way."""

    customers: tuple[UUID, ...]
    owners: Mapping[Identity, UUID]
    claims: Mapping[Identity, UUID]
    conflicts: tuple[tuple[UUID, ...], ...]


def plan_claims(claimants: Sequence[Claimant], owners: Mapping[Identity, UUID]) -> Plan:
    """Decide, one claimant after the other, as if each had come alone.

    The owner of the strongest owned identity wins; other owners are conflicts and keep what
    they own.
    """
    known = dict(owners)
    claims: dict[Identity, UUID] = {}
    customers: list[UUID] = []
    conflicts: list[tuple[UUID, ...]] = []
    for claimant in claimants:
        found = [known[identity] for identity in claimant.identities if identity in known]
        chosen = found[0] if found else claimant.new_id
        for identity in claimant.identities:
            if identity not in known:
                known[identity] = claims[identity] = chosen
        customers.append(chosen)
        conflicts.append(_distinct(owner for owner in found if owner != chosen))
    return Plan(tuple(customers), known, claims, tuple(conflicts))


def _distinct(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(ids))

"""Reads of the consent ledger."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from donbay.core.sqlfile import Sql
from donbay.customers.models import Consent, ConsentText
from donbay.customers.types import ConsentChannel, ConsentEntry, Purpose

SQL = Sql("donbay.customers")


def consents_for(
    workspace_id: int, ids: Sequence[UUID], purpose: Purpose, channel: ConsentChannel
) -> set[UUID]:
    """Return those of the customers whose last word for a purpose and channel is yes.

    A word for channel `any` counts for every channel; the newest decides.
    """
    params = {
        "workspace_id": workspace_id,
        "ids": list(ids),
        "purpose": purpose,
        "channel": channel,
    }
    return {row[0] for row in SQL.rows("consents_for", params)}


def consent_states(
    workspace_id: int, ids: Sequence[UUID]
) -> dict[tuple[UUID, Purpose, ConsentChannel], bool]:
    """Return the last word of customers by (customer, purpose, channel)."""
    rows = SQL.rows("consent_states", {"workspace_id": workspace_id, "ids": list(ids)})
    return {
        (customer_id, purpose, channel): granted for customer_id, purpose, channel, granted in rows
    }


def list_consents(workspace_id: int, customer_id: UUID) -> list[ConsentEntry]:
    """Return a customer's consent ledger, newest first, each with the text agreed to."""
    rows = list(
        Consent.objects.for_workspace(workspace_id)
        .filter(customer_id=customer_id)
        .order_by("-at", "-id")
    )
    texts = dict(
        ConsentText.objects.for_workspace(workspace_id)
        .filter(hash__in={row.text_hash for row in rows})
        .values_list("hash", "text")
    )
    return [
        ConsentEntry(
            id=row.id,
            purpose=row.purpose,  # type: ignore[arg-type]  # written from ConsentInput only
            channel=row.channel,  # type: ignore[arg-type]  # written from ConsentInput only
            granted=row.granted,
            at=row.at,
            method=row.method,
            text=texts.get(row.text_hash, ""),
            text_hash=row.text_hash,
            evidence=row.evidence,
            recorded_by=row.recorded_by,
        )
        for row in rows
    ]

"""What the gate would say of a mail to one customer, without asking for the mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from donbay.core.sqlfile import Sql
from donbay.customers.queries import consents_for, load_profiles
from donbay.messaging.gate import AD_WINDOW, Decision, Facts, decide_gate
from donbay.messaging.queries import suppressions_of, workspace_of
from donbay.messaging.types import Purpose

_SQL = Sql("donbay.messaging")


def foresee(
    workspace_id: int, customer_id: UUID, purpose: Purpose, now: datetime, *, more_ads: int = 0
) -> Decision:
    """Return the gate's decision on an e-mail at an instant, from what is known today.

    `more_ads` are advertising mails that she would have had in the 24 hours before it besides.
    """
    profile = load_profiles(workspace_id, [customer_id]).get(customer_id)
    address = (profile.email if profile else "") or ""
    scopes = suppressions_of(workspace_id, "email", [address]).get(address, {}) if address else {}
    agreed = purpose != "transactional" and bool(
        consents_for(workspace_id, [customer_id], purpose, "email")
    )
    return decide_gate(
        Facts(
            purpose=purpose,
            medium="email",
            now=now,
            customer_known=profile is not None,
            has_address=bool(address),
            consented=agreed,
            suppression=scopes.get("all", ""),
            unsubscribed="marketing" in scopes,
            ads_last_day=_ads(workspace_id, address, now) + more_ads,
            zone=ZoneInfo(workspace_of(workspace_id).timezone),
        )
    )


def _ads(workspace_id: int, address: str, now: datetime) -> int:
    params = {
        "workspace_id": workspace_id,
        "channel": "email",
        "addresses": [address],
        "since": now - AD_WINDOW,
    }
    counted: dict[str, int] = dict(_SQL.rows("count_ads", params))
    return counted.get(address, 0)

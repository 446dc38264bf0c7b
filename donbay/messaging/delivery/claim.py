"""Claim: one lane's next messages through the gate and under a lease, in one short commit."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from donbay.accounts.types import Workspace
from donbay.core.sqlfile import Sql
from donbay.customers.queries import consents_for
from donbay.log import actions as log
from donbay.log.types import NewEvent
from donbay.messaging.gate import AD_WINDOW, Decision, Facts, decide_gate
from donbay.messaging.queries import suppressions_of, workspace_of
from donbay.messaging.types import Purpose

SQL = Sql("donbay.messaging")

LEASE = timedelta(seconds=60)
BATCH = 500
_MARGIN_SECONDS = 5.0


class Claimed(NamedTuple):  # a tuple is made in a tenth of a frozen dataclass's time
    """A message that passed the gate and is ours until the lease ends."""

    id: int
    attempt: int
    customer_id: UUID
    content_id: UUID
    address: str
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """Messages of one workspace, claimed together; `deadline` is on the clock of `boottime`."""

    workspace: Workspace
    now: datetime
    messages: tuple[Claimed, ...]
    deadline: float
    touched: int

    def may_start(self) -> bool:
        """Tell whether the lease still allows the next message to begin."""
        return boottime() < self.deadline


def boottime() -> float:
    """Return seconds that go on while this process or machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class _Row(NamedTuple):
    id: int
    customer_id: UUID
    content_id: UUID
    channel: str
    purpose: Purpose
    source_kind: str
    source_id: UUID
    step: str
    run_id: int
    extra: Mapping[str, Any]
    attempts: int


def claim_batch(
    worker: UUID,
    *,
    real_now: datetime,
    size: int = BATCH,
    lease: timedelta = LEASE,
    busy: Sequence[int] = (),
) -> Claim | None:
    """Claim the next messages of the lane unserved for longest, or None when nothing is due.

    The gate's verdicts commit with the claim, so that two workers cannot both give away the
    last advertising slot of a recipient. `busy` workspaces are passed over. Runs inside the
    caller's transaction.
    """
    started = boottime()
    params = {"real_now": real_now, "busy": list(busy)}
    for workspace_id, priority in SQL.rows("list_lanes", params):
        if not SQL.rows("try_lane_lock", {"workspace_id": workspace_id})[0][0]:
            continue
        workspace = workspace_of(workspace_id)
        now = real_now + workspace.clock_offset
        rows = _lock_ready(workspace_id, priority, now, size)
        if not rows:
            continue
        addresses = _addresses(workspace_id, rows)
        decisions = _decide(workspace, rows, addresses, now)
        _mark(worker, rows, addresses, decisions, now=now, lease_until=real_now + lease)
        _log_skips(workspace_id, rows, decisions, now)
        SQL.execute(
            "mark_served",
            {"workspace_id": workspace_id, "priority": priority, "real_now": real_now},
        )
        deadline = started + lease.total_seconds() - _MARGIN_SECONDS
        return Claim(workspace, now, _claimed(rows, addresses, decisions), deadline, len(rows))
    return None


def _lock_ready(workspace_id: int, priority: int, now: datetime, size: int) -> list[_Row]:
    params = {"workspace_id": workspace_id, "priority": priority, "now": now, "size": size}
    return [_Row._make(row) for row in SQL.rows("lock_ready", params)]


def _addresses(workspace_id: int, rows: Sequence[_Row]) -> dict[UUID, str | None]:
    ids = list({row.customer_id for row in rows})
    return dict(SQL.rows("addresses_of", {"workspace_id": workspace_id, "ids": ids}))


def _decide(
    workspace: Workspace,
    rows: Sequence[_Row],
    addresses: Mapping[UUID, str | None],
    now: datetime,
) -> list[Decision]:
    known = [address for address in addresses.values() if address]
    suppressed = suppressions_of(workspace.id, "email", known)
    consented = _consents(workspace.id, rows)
    ads = _ads(workspace.id, rows, known, now)
    zone = ZoneInfo(workspace.timezone)
    # Most messages of a batch stand alike before the gate, and alike it decides.
    decided: dict[tuple[object, ...], Decision] = {}
    decisions = []
    for row in rows:
        address = addresses.get(row.customer_id) or ""
        scopes = suppressed.get(address, {})
        known_facts = (
            row.purpose,
            row.channel,
            row.customer_id in addresses,
            bool(address),
            row.customer_id in consented.get((row.purpose, row.channel), ()),
            scopes.get("all", ""),
            "marketing" in scopes,
            ads[address],
        )
        decision = decided.get(known_facts)
        if decision is None:
            purpose, medium, known_customer, addressed, agreed, suppression, refused, had = (
                known_facts
            )
            facts = Facts(
                purpose=purpose,
                medium=medium,
                now=now,
                customer_known=known_customer,
                has_address=addressed,
                consented=agreed,
                suppression=suppression,
                unsubscribed=refused,
                ads_last_day=had,
                zone=zone,
            )
            decision = decided[known_facts] = decide_gate(facts)
        if decision.action == "send" and row.purpose == "advertising":
            ads[address] += 1
        decisions.append(decision)
    return decisions


def _consents(workspace_id: int, rows: Sequence[_Row]) -> dict[tuple[Purpose, str], set[UUID]]:
    asked: dict[tuple[Purpose, str], set[UUID]] = {}
    for row in rows:
        if row.purpose != "transactional":
            asked.setdefault((row.purpose, row.channel), set()).add(row.customer_id)
    return {
        (purpose, channel): consents_for(workspace_id, list(ids), purpose, "email")
        for (purpose, channel), ids in asked.items()
    }


def _ads(
    workspace_id: int, rows: Sequence[_Row], addresses: list[str], now: datetime
) -> Counter[str]:
    counted: Counter[str] = Counter()
    if any(row.purpose == "advertising" for row in rows):
        params = {
            "workspace_id": workspace_id,
            "channel": "email",
            "addresses": addresses,
            "since": now - AD_WINDOW,
        }
        counted.update(dict(SQL.rows("count_ads", params)))
    return counted


_STATES = {"send": "sending", "skip": "skipped", "wait": "ready"}


def _mark(
    worker: UUID,
    rows: Sequence[_Row],
    addresses: Mapping[UUID, str | None],
    decisions: Sequence[Decision],
    *,
    now: datetime,
    lease_until: datetime,
) -> None:
    SQL.execute(
        "mark_gated",
        {
            "ids": [row.id for row in rows],
            "states": [_STATES[decision.action] for decision in decisions],
            "addresses": [addresses.get(row.customer_id) or "" for row in rows],
            "reasons": [decision.reason for decision in decisions],
            "due_ats": [decision.until for decision in decisions],
            "worker": worker,
            "lease_until": lease_until,
            "now": now,
        },
    )


def _claimed(
    rows: Sequence[_Row],
    addresses: Mapping[UUID, str | None],
    decisions: Sequence[Decision],
) -> tuple[Claimed, ...]:
    return tuple(
        Claimed(
            row.id,
            row.attempts + 1,
            row.customer_id,
            row.content_id,
            addresses.get(row.customer_id) or "",
            row.extra,
        )
        for row, decision in zip(rows, decisions, strict=True)
        if decision.action == "send"
    )


def _log_skips(
    workspace_id: int, rows: Sequence[_Row], decisions: Sequence[Decision], now: datetime
) -> None:
    events = [
        NewEvent(
            workspace_id=workspace_id,
            kind="message.skipped",
            occurred_at=now,
            customer_id=row.customer_id,
            subject_id=row.content_id,
            data={
                "message_id": row.id,
                "source_kind": row.source_kind,
                "source_id": str(row.source_id),
                "step": row.step,
                "run_id": row.run_id,
                "reason": decision.reason,
            },
        )
        for row, decision in zip(rows, decisions, strict=True)
        if decision.action == "skip"
    ]
    if events:
        log.append(events)

"""Claim: one lane's next messages through the gate and under a lease, in one short commit."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
from donbay.messaging.channels.base import Account
from donbay.messaging.gate import AD_WINDOW, Decision, Facts, decide_gate
from donbay.messaging.queries import find_account, suppressions_of, workspace_of
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
    account: Account
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
    extra: Mapping[str, Any]
    attempts: int
    customer_known: bool
    address: str


def claim_batch(
    worker: UUID,
    *,
    real_now: datetime,
    size: int = BATCH,
    lease: timedelta = LEASE,
    busy: Sequence[int] = (),
    wants: Callable[[Account], bool] = lambda account: True,
) -> Claim | None:
    """Claim the next messages of the lane unserved for longest, or None when nothing is due.

    `busy` workspaces are passed over, and those by whose account this worker does not want to
    send. The gate's verdicts commit with the claim, so that two workers cannot both give away the
    last advertising slot of a recipient. Runs inside the caller's transaction.
    """
    started = boottime()
    params = {"real_now": real_now, "busy": list(busy)}
    for workspace_id, priority in SQL.rows("list_lanes", params):
        if not SQL.rows("try_lane_lock", {"workspace_id": workspace_id})[0][0]:
            continue
        workspace = workspace_of(workspace_id)
        account = find_account(workspace)
        if not wants(account):
            continue
        now = real_now + workspace.clock_offset
        rows = _lock_ready(workspace_id, priority, now, size)
        if not rows:
            continue
        decisions = _decide(workspace, rows, now)
        _mark(worker, rows, decisions, now=now, lease_until=real_now + lease)
        _log_skips(workspace_id, rows, decisions, now)
        SQL.execute(
            "mark_served",
            {"workspace_id": workspace_id, "priority": priority, "real_now": real_now},
        )
        deadline = started + lease.total_seconds() - _MARGIN_SECONDS
        return Claim(workspace, account, now, _claimed(rows, decisions), deadline, len(rows))
    return None


def _lock_ready(workspace_id: int, priority: int, now: datetime, size: int) -> list[_Row]:
    params = {"workspace_id": workspace_id, "priority": priority, "now": now, "size": size}
    return [_Row._make(row) for row in SQL.rows("lock_ready", params)]


def _decide(workspace: Workspace, rows: Sequence[_Row], now: datetime) -> list[Decision]:
    addresses = list({row.address for row in rows if row.address})
    suppressed = suppressions_of(workspace.id, "email", addresses)
    consented = _consents(workspace.id, rows)
    ads = _ads(workspace.id, rows, addresses, now)
    zone = ZoneInfo(workspace.timezone)
    # Most messages of a batch stand alike before the gate, and alike it decides.
    decided: dict[tuple[object, ...], Decision] = {}
    decisions = []
    for row in rows:
        purpose, medium, address = row.purpose, row.channel, row.address
        scopes = suppressed.get(address, _NO_SCOPES)
        agreeing = consented.get((purpose, medium))
        facts = (
            purpose, medium, now, row.customer_known, bool(address),
            agreeing is not None and row.customer_id in agreeing,
            scopes.get("all", ""), "marketing" in scopes, ads[address], zone,
        )  # fmt: skip
        decision = decided.get(facts)
        if decision is None:
            decision = decided[facts] = decide_gate(Facts(*facts))
        if decision.action == "send" and purpose == "advertising":
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


_NO_SCOPES: Mapping[str, str] = {}
_STATES = {"send": "sending", "skip": "skipped", "wait": "ready"}


def _mark(
    worker: UUID,
    rows: Sequence[_Row],
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
            "addresses": [row.address for row in rows],
            "reasons": [decision.reason for decision in decisions],
            "due_ats": [decision.until for decision in decisions],
            "worker": worker,
            "lease_until": lease_until,
            "now": now,
        },
    )


def _claimed(
    rows: Sequence[_Row],
    decisions: Sequence[Decision],
) -> tuple[Claimed, ...]:
    return tuple(
        Claimed(
            row.id,
            row.attempts + 1,
            row.customer_id,
            row.content_id,
            row.address,
            row.extra,
        )
        for row, decision in zip(rows, decisions, strict=True)
        if decision.action == "send"
    )


def _log_skips(
    workspace_id: int, rows: Sequence[_Row], decisions: Sequence[Decision], now: datetime
) -> None:
    skipped = [
        (row, decision)
        for row, decision in zip(rows, decisions, strict=True)
        if decision.action == "skip"
    ]
    if not skipped:
        return
    ids = [row.id for row, _ in skipped]
    found = SQL.rows("sources_of", {"workspace_id": workspace_id, "ids": ids})
    sources = {id_: source for id_, *source in found}
    log.append(
        [_skip(workspace_id, row, decision, sources[row.id], now) for row, decision in skipped]
    )


def _skip(
    workspace_id: int, row: _Row, decision: Decision, source: Sequence[Any], now: datetime
) -> NewEvent:
    source_kind, source_id, step, run_id = source
    return NewEvent(
        workspace_id=workspace_id,
        kind="message.skipped",
        occurred_at=now,
        customer_id=row.customer_id,
        subject_id=row.content_id,
        data={
            "message_id": row.id,
            "source_kind": source_kind,
            "source_id": str(source_id),
            "step": step,
            "run_id": run_id,
            "reason": decision.reason,
        },
    )

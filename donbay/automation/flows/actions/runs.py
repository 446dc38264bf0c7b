"""Write single runs: retry what failed, follow merged and erased customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.automation.flows.actions.entering import WAKE_CHANNEL
from donbay.automation.flows.errors import RunInsideAgain, RunNotFailed
from donbay.automation.flows.models import Run, RunEntry
from donbay.automation.flows.queries.flows import SQL, reach_flow
from donbay.core.errors import NotFound
from donbay.core.notify import notify
from donbay.core.types import Actor
from donbay.core.unique import unless_taken


@atomic
def retry_run(*, actor: Actor, now: datetime, flow_id: UUID, run_id: int) -> None:
    """Let a failed run go on from the step it failed at; raise RunNotFailed, RunInsideAgain."""
    flow = reach_flow(actor, flow_id, "flow.edit")
    rows = Run.objects.for_workspace(actor.workspace_id).filter(id=run_id, flow_id=flow.id)
    if not rows.exists():
        raise NotFound
    with unless_taken({"automation_run_inside_uq": RunInsideAgain()}):
        changed = rows.filter(state="failed").update(
            state="active", attempts=0, reason="", detail="", due_at=now, finished_at=None
        )
    if not changed:
        raise RunNotFailed
    audit(
        actor=actor, now=now, action="flow.run_retried", kind="flow", item_id=flow.id,
        name=flow.name, data={"run_id": run_id},
    )  # fmt: skip
    notify(WAKE_CHANNEL)


@atomic
def move_customer(workspace_id: int, now: datetime, *, from_id: UUID, to_id: UUID) -> None:
    """Re-point a merged customer's runs and entries to the one that stays."""
    params = {"workspace_id": workspace_id, "from_id": from_id, "to_id": to_id}
    SQL.execute("move_customer", params)
    SQL.execute("move_entries", params)
    RunEntry.objects.for_workspace(workspace_id).filter(customer_id=from_id).delete()


@atomic
def forget_customers(workspace_id: int, customer_ids: Sequence[UUID], now: datetime) -> None:
    """Take erased customers out of every flow."""
    params = {"workspace_id": workspace_id, "customer_ids": list(customer_ids), "now": now}
    SQL.execute("forget_customers", params)
    RunEntry.objects.for_workspace(workspace_id).filter(customer_id__in=customer_ids).delete()

"""Reads of flows and their drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from donbay.accounts.permissions import require, visible
from donbay.automation.flows.checking import check_graph
from donbay.automation.flows.graph import parse_graph
from donbay.automation.flows.models import Flow
from donbay.automation.flows.types import FlowDetail, FlowInfo
from donbay.core.errors import NotFound
from donbay.core.folding import matching
from donbay.core.items import shown_uses
from donbay.core.registry import Use
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor

SQL = Sql("donbay.automation.flows")


def reach_flow(actor: Actor, flow_id: UUID, permission: str) -> Flow:
    """Return a flow's row if the actor may do this with it; raise NotFound otherwise."""
    row = Flow.objects.for_workspace(actor.workspace_id).filter(id=flow_id, deleted_at=None).first()
    if row is None:
        raise NotFound
    require(actor, permission, row)
    return row


def list_flows(
    actor: Actor,
    *,
    search: str = "",
    state: str = "",
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[FlowInfo]:
    """Return the flows the actor may see, last changed first, strictly after a key."""
    rows = visible(actor, "flow", Flow.objects.for_workspace(actor.workspace_id))
    rows = rows.filter(deleted_at=None).defer("graph")
    rows = matching(rows, search, "name")
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        changed, flow_id = after
        rows = rows.filter(Q(updated_at__lt=changed) | Q(updated_at=changed, id__gt=flow_id))
    found = list(rows.order_by("-updated_at", "id")[:limit])
    counts = count_by_flow(actor.workspace_id, [row.id for row in found])
    return [flow_info(row, counts) for row in found]


def get_flow(actor: Actor, flow_id: UUID) -> FlowDetail:
    """Return a flow with its draft and what stands in the way of publishing it."""
    row = reach_flow(actor, flow_id, "flow.view")
    return FlowDetail(
        info=flow_info(row, count_by_flow(actor.workspace_id, [row.id])),
        graph=row.graph,
        settings=row.settings,
        problems=tuple(check_graph(actor.workspace_id, parse_graph(row.graph))),
    )


def flows_naming(actor: Actor, traces: Sequence[str]) -> list[Use]:
    """Return the flows that hold any of these texts, those that customers walk first."""
    params = {"workspace_id": actor.workspace_id, "traces": list(traces)}
    flows = visible(actor, "flow", Flow.objects.for_workspace(actor.workspace_id))
    return shown_uses(SQL.rows("flows_naming", params), flows)


def flow_name(workspace_id: int, flow_id: UUID) -> str:
    """Return a flow's name, of a deleted one too; empty if there is none."""
    names = Flow.objects.for_workspace(workspace_id).filter(id=flow_id)
    return names.values_list("name", flat=True).first() or ""


def count_by_flow(workspace_id: int, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many customers have entered and how many are inside, by flow."""
    if not ids:
        return {}
    params = {"workspace_id": workspace_id, "flow_ids": list(ids)}
    return {row[0]: (row[1], row[2]) for row in SQL.rows("count_by_flow", params)}


def flow_info(row: Flow, counts: Mapping[UUID, tuple[int, int]]) -> FlowInfo:
    """Return a row as the type that crosses the room's border."""
    entered, active = counts.get(row.id, (0, 0))
    values: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "id", "name", "state", "version", "published_number", "owner_id", "access",
            "created_at", "updated_at", "published_at",
        )
    }  # fmt: skip
    changed = row.published_edit is not None and row.published_edit != row.version
    return FlowInfo(**values, changed_since_publish=changed, active=active, entered=entered)

"""Reads of runs and their paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from donbay.automation.flows.graph import parse_graph
from donbay.automation.flows.models import FlowVersion, Run
from donbay.automation.flows.queries.flows import SQL, reach_flow
from donbay.automation.flows.types import Node, PathStep, RunInfo, RunPath
from donbay.core.errors import NotFound
from donbay.core.types import Actor
from donbay.customers.queries import load_profiles
from donbay.customers.types import Profile


def list_runs(
    actor: Actor,
    flow_id: UUID,
    *,
    customer_id: UUID | None = None,
    state: str = "",
    version: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[RunInfo]:
    """Return a flow's runs, newest first, strictly before an id."""
    flow = reach_flow(actor, flow_id, "flow.view")
    rows = Run.objects.for_workspace(actor.workspace_id).filter(flow_id=flow.id)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if state:
        rows = rows.filter(state=state)
    if version is not None:
        numbered = FlowVersion.objects.for_workspace(actor.workspace_id).filter(
            flow_id=flow.id, number=version
        )
        rows = rows.filter(version_id__in=numbered.values("id"))
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[:limit])
    versions = _versions(actor.workspace_id, {row.version_id for row in found})
    people = load_profiles(actor.workspace_id, [row.customer_id for row in found])
    return [_run_info(row, versions[row.version_id], people.get(row.customer_id)) for row in found]


def get_path(actor: Actor, flow_id: UUID, run_id: int) -> RunPath:
    """Return one customer's way through a flow, with what became of each message."""
    flow = reach_flow(actor, flow_id, "flow.view")
    rows = Run.objects.for_workspace(actor.workspace_id).filter(id=run_id, flow_id=flow.id)
    row = rows.first()
    if row is None:
        raise NotFound
    version = _versions(actor.workspace_id, [row.version_id])[row.version_id]
    kinds = {id_: node.kind for id_, node in version.nodes.items()}
    people = load_profiles(actor.workspace_id, [row.customer_id])
    params = {"workspace_id": actor.workspace_id, "flow_id": flow.id, "run_id": run_id}
    steps = [
        PathStep(kind=kinds.get(step["node_id"], ""), **step)
        for step in SQL.dicts("run_path", params)
    ]
    return RunPath(_run_info(row, version, people.get(row.customer_id)), steps, version.graph)


@dataclass(frozen=True, slots=True)
class _Version:
    number: int
    graph: Mapping[str, Any]
    nodes: Mapping[str, Node]


def _versions(workspace_id: int, ids: Iterable[UUID]) -> dict[UUID, _Version]:
    rows = FlowVersion.objects.for_workspace(workspace_id).filter(id__in=set(ids))
    return {
        row.id: _Version(
            row.number, row.graph, {node.id: node for node in parse_graph(row.graph).nodes}
        )
        for row in rows
    }


def _run_info(row: Run, version: _Version, person: Profile | None) -> RunInfo:
    return RunInfo(
        id=row.id,
        flow_id=row.flow_id,
        version_number=version.number,
        customer_id=row.customer_id,
        state=row.state,  # type: ignore[arg-type]  # the check constraint holds it
        node_id=row.node_id,
        due_at=row.due_at,
        entered_at=row.entered_at,
        finished_at=row.finished_at,
        steps=row.steps,
        attempts=row.attempts,
        reason=row.reason,
        detail=row.detail,
        customer_name=(person.full_name or person.email or "") if person else "",
        node=version.nodes.get(row.node_id or ""),
    )

"""Write flows: drafts leniently, publications strictly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.automation.flows.checking import check_graph
from donbay.automation.flows.errors import FlowNameTaken, FlowNotPublished, FlowNotReady
from donbay.automation.flows.graph import dump_graph, parse_graph
from donbay.automation.flows.models import Flow, FlowVersion
from donbay.automation.flows.queries.flows import reach_flow
from donbay.automation.flows.types import REENTRY_MODES, Graph
from donbay.core.errors import Conflict, FieldProblem, Invalid
from donbay.core.types import Actor
from donbay.core.unique import unless_taken, until_free
from donbay.kit.text import clean

EMPTY_GRAPH: Mapping[str, Any] = {"version": 1, "nodes": [], "edges": []}
_NAME_LENGTH = 160


@atomic
def create_flow(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    graph: Mapping[str, Any] = EMPTY_GRAPH,
    settings: Mapping[str, Any] | None = None,
) -> UUID:
    """Create a flow's draft; raise FlowNameTaken, GraphInvalid."""
    row = Flow(
        workspace_id=actor.workspace_id,
        name=_checked_name(name),
        graph=dump_graph(parse_graph(graph)),
        settings=_checked_settings(settings or {}),
        owner_id=actor.id if actor.kind == "user" else None,
        created_at=now,
        updated_at=now,
    )
    _save(row)
    audit(actor=actor, now=now, action="flow.created", kind="flow", item_id=row.id, name=row.name)
    return row.id


@atomic
def save_flow(
    *,
    actor: Actor,
    now: datetime,
    flow_id: UUID,
    base_version: int,
    name: str,
    graph: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
) -> None:
    """Save a draft made from `base_version`; raise Conflict when somebody was faster."""
    row = _lock(actor, flow_id, "flow.edit")
    if row.version != base_version:
        raise Conflict
    new = parse_graph(graph)
    wanted = row.settings if settings is None else _checked_settings(settings)
    if _is_published(row, new, wanted):
        row.published_edit = row.version + 1
    row.name, row.graph, row.settings = _checked_name(name), dump_graph(new), wanted
    row.version += 1
    row.updated_at = now
    _save(row, ["name", "graph", "settings", "version", "published_edit", "updated_at"])
    audit(actor=actor, now=now, action="flow.saved", kind="flow", item_id=row.id, name=row.name)


@atomic
def publish_flow(*, actor: Actor, now: datetime, flow_id: UUID) -> int:
    """Make the draft a version that customers enter from now on, and return its number.

    Whoever is inside an earlier version finishes on that. Raises FlowNotReady with each problem.
    """
    row = _lock(actor, flow_id, "flow.publish")
    graph = parse_graph(row.graph)
    errors = [p for p in check_graph(actor.workspace_id, graph) if p.severity == "error"]
    if errors:
        problems = [
            FieldProblem(f"/nodes/{p.node_id}/{p.field}", p.vi, p.en, p.code) for p in errors
        ]
        raise FlowNotReady(count=len(errors), problems=problems)
    number = (row.published_number or 0) + 1
    version = FlowVersion.objects.insert(
        actor.workspace_id,
        flow_id=row.id,
        number=number,
        graph=row.graph,
        settings=row.settings,
        created_at=now,
        updated_at=now,
    )
    row.published_id, row.published_number, row.published_edit = version.id, number, row.version
    row.live_since = now if row.state != "live" else row.live_since
    row.state, row.published_at = "live", now
    row.save()
    audit(
        actor=actor, now=now, action="flow.published", kind="flow", item_id=row.id,
        name=row.name, data={"version": number},
    )  # fmt: skip
    return number


@atomic
def pause_flow(*, actor: Actor, now: datetime, flow_id: UUID) -> None:
    """Let nobody in and let those inside rest where they are; raise FlowNotPublished."""
    _switch(actor, now, flow_id, "live", "paused")


@atomic
def resume_flow(*, actor: Actor, now: datetime, flow_id: UUID) -> None:
    """Let customers in again and those inside go on; what happened meanwhile starts nothing."""
    _switch(actor, now, flow_id, "paused", "live")


@atomic
def duplicate_flow(*, actor: Actor, now: datetime, flow_id: UUID) -> UUID:
    """Make a draft like this one's, under a free name."""
    row = reach_flow(actor, flow_id, "flow.view")
    return create_flow_under_free_name(
        actor=actor, now=now, name=row.name, graph=row.graph, settings=row.settings
    )


def create_flow_under_free_name(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    graph: Mapping[str, Any],
    settings: Mapping[str, Any],
) -> UUID:
    """Create a flow's draft under this name, with a number behind it if it is taken."""

    def create() -> UUID:
        free = _free_name(actor.workspace_id, name)
        return create_flow(actor=actor, now=now, name=free, graph=graph, settings=settings)

    return until_free(create, FlowNameTaken)


@atomic
def delete_flow(*, actor: Actor, now: datetime, flow_id: UUID) -> None:
    """Delete a flow; those inside stop when they are next due, and what they did is kept."""
    row = _lock(actor, flow_id, "flow.delete")
    row.deleted_at, row.updated_at = now, now
    if row.state == "live":
        row.state = "paused"
    row.save(update_fields=["deleted_at", "updated_at", "state"])
    audit(actor=actor, now=now, action="flow.deleted", kind="flow", item_id=row.id, name=row.name)


def _free_name(workspace_id: int, name: str) -> str:
    """Return this name, with a number behind it if it is taken."""
    rows = Flow.objects.for_workspace(workspace_id).filter(deleted_at=None)
    taken = set(rows.values_list("name", flat=True))
    base, number, free = name[: _NAME_LENGTH - 6], 2, name
    while free in taken:
        free, number = f"{base} ({number})", number + 1
    return free


def _switch(actor: Actor, now: datetime, flow_id: UUID, before: str, after: str) -> None:
    row = _lock(actor, flow_id, "flow.publish")
    if row.published_id is None:
        raise FlowNotPublished
    if row.state != before:
        return
    row.state, row.updated_at = after, now
    row.live_since = now if after == "live" else row.live_since
    row.save(update_fields=["state", "updated_at", "live_since"])
    audit(actor=actor, now=now, action=f"flow.{after}", kind="flow", item_id=row.id, name=row.name)


def _is_published(row: Flow, graph: Graph, settings: Mapping[str, Any]) -> bool:
    """Tell whether customers walk this as they walk the version they enter now.

    So neither moving nodes nor a change that was undone leaves anything to publish.
    """
    if row.published_id is None:
        return False
    version = FlowVersion.objects.for_workspace(row.workspace_id).get(id=row.published_id)
    return version.settings == settings and _same_walk(parse_graph(version.graph), graph)


def _same_walk(one: Graph, other: Graph) -> bool:
    """Tell whether customers walk both graphs alike, wherever the nodes lie on the canvas."""
    steps = [{node.id: (node.kind, node.config) for node in graph.nodes} for graph in (one, other)]
    return steps[0] == steps[1] and set(one.edges) == set(other.edges)


def _lock(actor: Actor, flow_id: UUID, permission: str) -> Flow:
    reach_flow(actor, flow_id, permission)
    rows = Flow.objects.for_workspace(actor.workspace_id).select_for_update(no_key=True)
    return rows.get(id=flow_id)


def _save(row: Flow, fields: list[str] | None = None) -> None:
    with unless_taken({"automation_flow_name_uq": FlowNameTaken(name=row.name)}):
        row.save(update_fields=fields)


def _checked_name(name: str) -> str:
    shown = clean(name)[:_NAME_LENGTH]
    if not shown:
        problem = FieldProblem(
            "/name", "Hãy đặt tên cho kịch bản.", "Give the flow a name.", "missing"
        )
        raise Invalid(problems=[problem])
    return shown


def _checked_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    if set(settings) - {"reentry"} or settings.get("reentry", "daily") not in REENTRY_MODES:
        problem = FieldProblem(
            "/settings", "Cài đặt của kịch bản chưa đúng.", "The flow's settings are not right."
        )
        raise Invalid(problems=[problem])
    return dict(settings)

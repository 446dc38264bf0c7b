"""Figures of a flow: who came to each node and what became of them there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from donbay.automation.flows.graph import parse_graph
from donbay.automation.flows.models import Flow, FlowVersion
from donbay.automation.flows.queries.flows import SQL, reach_flow
from donbay.automation.flows.types import FlowReport, Node, NodeReport, VersionInfo
from donbay.core.types import Actor


@dataclass
class _Tally:
    left: int = 0
    waiting: int = 0
    skipped: int = 0
    failed_here: int = 0
    failed_later: int = 0
    sent: int = 0
    opened: int = 0
    clicked: int = 0
    orders: int = 0
    revenue: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)


def flow_report(actor: Actor, flow_id: UUID, version: int | None = None) -> FlowReport:
    """Return the figures of one version, or of all versions together."""
    flow = reach_flow(actor, flow_id, "flow.view")
    versions = FlowVersion.objects.for_workspace(actor.workspace_id).filter(flow_id=flow.id)
    known = list(versions.order_by("number").values_list("id", "number", "created_at"))
    wanted = {id_ for id_, number, _ in known if version in (None, number)}
    params = {"workspace_id": actor.workspace_id, "flow_id": flow.id}
    states, triggers = _states(params, wanted)
    tallies = _tally(params, wanted)
    graph, nodes, changed = _drawing(flow, version)
    return FlowReport(
        version=version,
        versions=[VersionInfo(number, at) for _, number, at in known],
        entered=sum(triggers.values()),
        active=states["active"] + states["parked"],
        done=states["done"] + states["stopped"],
        failed=states["failed"],
        nodes=[
            _node_report(node, tallies[node.id], triggers[node.id], node.id in changed)
            for node in nodes
        ],
        graph=graph,
        orders=sum(tally.orders for tally in tallies.values()),
        revenue=sum(tally.revenue for tally in tallies.values()),
    )


def _drawing(
    flow: Flow, version: int | None
) -> tuple[Mapping[str, Any], list[Node], frozenset[str]]:
    """Return the graph to report on and its nodes, then those only earlier versions have.

    It is the graph of the version asked for, else of the newest; before publishing, the draft.
    Told besides: the nodes that another of these versions sets otherwise, so that figures of all
    together are not those of what the newest says alone.
    """
    rows = FlowVersion.objects.for_workspace(flow.workspace_id).filter(flow_id=flow.id)
    if version is not None:
        rows = rows.filter(number=version)
    graphs = list(rows.order_by("-number").values_list("graph", flat=True)) or [flow.graph]
    nodes: dict[str, Node] = {}
    changed: set[str] = set()
    for graph in graphs:
        for node in parse_graph(graph).nodes:
            newest = nodes.setdefault(node.id, node)
            if (newest.kind, newest.config) != (node.kind, node.config):
                changed.add(node.id)
    return graphs[0], list(nodes.values()), frozenset(changed)


def _states(params: Mapping[str, Any], wanted: set[UUID]) -> tuple[Counter[str], Counter[str]]:
    states: Counter[str] = Counter()
    triggers: Counter[str] = Counter()
    for version_id, trigger_id, state, count in SQL.rows("report_runs", params):
        if version_id in wanted and state != "refused":
            states[state] += count
            triggers[trigger_id] += count
    return states, triggers


def _tally(params: Mapping[str, Any], wanted: set[UUID]) -> defaultdict[str, _Tally]:
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    _tally_steps(tallies, params, wanted)
    _tally_mails(tallies, params, wanted)
    return tallies


def _tally_steps(
    tallies: defaultdict[str, _Tally], params: Mapping[str, Any], wanted: set[UUID]
) -> None:
    for version_id, node_id, outlet, reason, count in SQL.rows("report_steps", params):
        if version_id in wanted:
            tally = tallies[node_id]
            tally.left += count
            tally.outlets[outlet] += count
            tally.skipped += count if reason else 0
            tally.reasons[reason] += count
    for version_id, node_id, state, reason, count in SQL.rows("report_here", params):
        if version_id in wanted:
            tally = tallies[node_id]
            if state == "failed":
                tally.failed_here += count
                tally.reasons[reason] += count
            else:
                tally.waiting += count


def _tally_mails(
    tallies: defaultdict[str, _Tally], params: Mapping[str, Any], wanted: set[UUID]
) -> None:
    for version_id, node_id, state, reason, count in SQL.rows("report_messages", params):
        if version_id in wanted:
            tally = tallies[node_id]
            tally.skipped += count if state == "skipped" else 0
            tally.failed_later += count if state != "skipped" else 0
            tally.reasons[reason or state] += count
    for version_id, node_id, sent, opened, clicked in SQL.rows("report_mails", params):
        if version_id in wanted:
            tally = tallies[node_id]
            tally.sent += sent
            tally.opened += opened
            tally.clicked += clicked
    for version_id, node_id, orders, revenue in SQL.rows("report_orders", params):
        if version_id in wanted:
            tallies[node_id].orders += orders
            tallies[node_id].revenue += revenue


def _node_report(node: Node, tally: _Tally, entered: int, changed: bool) -> NodeReport:
    if node.is_trigger:
        none: Mapping[str, int] = {}
        return NodeReport(
            node.id, node.kind, node.config, entered, 0, entered, 0, 0, none, changed=changed
        )
    return NodeReport(
        id=node.id,
        kind=node.kind,
        config=node.config,
        entered=tally.left + tally.waiting + tally.failed_here,
        waiting=tally.waiting,
        done=tally.left - tally.skipped - tally.failed_later,
        skipped=tally.skipped,
        failed=tally.failed_here + tally.failed_later,
        changed=changed,
        reasons={reason: count for reason, count in sorted(tally.reasons.items()) if reason},
        sent=tally.sent,
        opened=tally.opened,
        clicked=tally.clicked,
        outlets=dict(tally.outlets),
        orders=tally.orders,
        revenue=tally.revenue,
    )

"""Reads the log and lets customers into live flows; in the transaction that moves its cursor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.automation.flows.actions.entering import enter_customers
from donbay.automation.flows.graph import parse_graph, targets
from donbay.automation.flows.queries.flows import SQL
from donbay.automation.flows.types import TRIGGER_PREFIX, Entry, Graph, Node
from donbay.core import registry
from donbay.core.registry import Event, FlowTrigger

_DAY = 24 * 60 * 60
REENTRY_SECONDS = {"daily": _DAY, "always": 0, "never": -1}


def react(events: Sequence[Event]) -> None:
    """Find which events let whom into which flow, and start those runs."""
    by_workspace: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        if event.customer_id is not None:
            by_workspace[event.workspace_id].append(event)
    if not by_workspace:
        return
    live = SQL.dicts("list_live", {"workspace_ids": sorted(by_workspace)})
    entries: dict[int, list[Entry]] = defaultdict(list)
    for flow in live:
        workspace_id = flow["workspace_id"]
        entries[workspace_id] += find_entries(flow, by_workspace[workspace_id])
    for workspace_id, found in sorted(entries.items()):
        enter_customers(workspace_id=workspace_id, entries=found)


def find_entries(flow: dict[str, Any], events: Sequence[Event]) -> list[Entry]:
    """Return whom these events let into one flow, each customer at most once."""
    doors = _doors(parse_graph(flow["graph"]))
    live_since: datetime | None = flow["live_since"]
    reentry_seconds = REENTRY_SECONDS[flow["settings"].get("reentry", "daily")]
    entries: dict[UUID, Entry] = {}
    for event in events:
        customer_id = event.customer_id
        # History starts nothing: only what happens while the flow is live.
        if live_since is None or event.occurred_at < live_since:
            continue
        if customer_id is None or customer_id in entries:
            continue
        door = _door_of(doors.get(event.kind, ()), event)
        if door is None:
            continue
        entries[customer_id] = Entry(
            flow_id=flow["flow_id"],
            version_id=flow["version_id"],
            customer_id=customer_id,
            trigger_id=door.node.id,
            node_id=door.target,
            entered_at=event.occurred_at,
            event_id=event.id,
            reentry_seconds=reentry_seconds,
        )
    return list(entries.values())


@dataclass(frozen=True, slots=True)
class _Door:
    """A trigger of a flow and the node behind it."""

    node: Node
    trigger: FlowTrigger
    target: str | None


def _doors(graph: Graph) -> dict[str, list[_Door]]:
    """Return a graph's triggers by the kind of event they look at, in the order drawn."""
    behind = targets(graph)
    doors: dict[str, list[_Door]] = defaultdict(list)
    for node in graph.nodes:
        if not node.is_trigger:
            continue
        trigger = registry.flow_triggers.find(node.kind.removeprefix(TRIGGER_PREFIX))
        if trigger is None:
            continue
        for kind in trigger.event_kinds:
            doors[kind].append(_Door(node, trigger, behind.get((node.id, "next"))))
    return doors


def _door_of(doors: Sequence[_Door], event: Event) -> _Door | None:
    return next((door for door in doors if door.trigger.matches(door.node.config, event)), None)

"""Reads the log and lets customers into live flows; in the transaction that moves its cursor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.automation.flows.actions.entering import enter_customers
from donbay.automation.flows.graph import parse_graph, targets
from donbay.automation.flows.queries.flows import SQL
from donbay.automation.flows.types import TRIGGER_PREFIX, Entry, Graph
from donbay.core import registry
from donbay.core.registry import Event

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
    graph = parse_graph(flow["graph"])
    entries: dict[UUID, Entry] = {}
    for event in events:
        customer_id = event.customer_id
        if customer_id is None or customer_id in entries or not _fresh(event, flow["live_since"]):
            continue
        trigger_id = _trigger_of(graph, event)
        if trigger_id is None:
            continue
        entries[customer_id] = Entry(
            flow_id=flow["flow_id"],
            version_id=flow["version_id"],
            customer_id=customer_id,
            trigger_id=trigger_id,
            node_id=targets(graph).get((trigger_id, "next")),
            entered_at=event.occurred_at,
            event_id=event.id,
            reentry_seconds=REENTRY_SECONDS[flow["settings"].get("reentry", "daily")],
        )
    return list(entries.values())


def _fresh(event: Event, live_since: datetime | None) -> bool:
    """Tell whether an event happened while the flow was live; history starts nothing."""
    return live_since is not None and event.occurred_at >= live_since


def _trigger_of(graph: Graph, event: Event) -> str | None:
    for node in graph.nodes:
        if not node.is_trigger:
            continue
        trigger = registry.flow_triggers.find(node.kind.removeprefix(TRIGGER_PREFIX))
        if trigger and event.kind in trigger.event_kinds and trigger.matches(node.config, event):
            return node.id
    return None

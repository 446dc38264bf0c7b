"""Builders of flows and of the customers in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from donbay.accounts.models import Workspace
from donbay.automation.flows import actions
from donbay.automation.flows.engine.walk import run_lane
from donbay.automation.flows.models import Run, RunStep
from donbay.automation.flows.reactor import react
from donbay.core.registry import Event
from donbay.customers.actions import ensure_tag
from donbay.kit.ids import uuid7
from tests.factories.people import NOW, Shop, a_customer, a_shop

DAY = timedelta(days=1)
__all__ = ["DAY", "NOW", "Shop", "a_customer", "a_shop"]


def node(id_: str, kind: str, **config: Any) -> dict[str, Any]:
    """Return a node's JSON."""
    return {"id": id_, "kind": kind, "config": config}


def edge(source: str, target: str, outlet: str = "next") -> dict[str, Any]:
    """Return an edge's JSON."""
    return {"from": source, "outlet": outlet, "to": target}


def graph(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a graph's JSON of nodes and edges in any order."""
    return {
        "version": 1,
        "nodes": [part for part in parts if "kind" in part],
        "edges": [part for part in parts if "outlet" in part],
    }


def chain(*nodes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the graph of nodes one after another."""
    ways = [edge(a["id"], b["id"]) for a, b in pairwise(nodes)]
    return graph(*nodes, *ways)


def start(kind: str = "customer_created", **config: Any) -> dict[str, Any]:
    """Return a trigger."""
    return node("start", f"trigger.{kind}", **config)


def a_tag(shop: Shop, name: str = "Đã xong") -> str:
    """Return a tag's id."""
    return str(ensure_tag(actor=shop.actor, now=NOW, name=name).id)


def a_flow(shop: Shop, drawn: Mapping[str, Any], *, now: datetime = NOW, **values: Any) -> UUID:
    """Create and publish a flow."""
    given = {"name": f"Kịch bản {uuid7()}", **values}
    flow_id = actions.create_flow(actor=shop.actor, now=now, graph=drawn, **given)
    actions.publish_flow(actor=shop.actor, now=now, flow_id=flow_id)
    return flow_id


def happened(
    shop: Shop,
    customer_ids: Sequence[UUID],
    *,
    kind: str = "customer.created",
    now: datetime = NOW,
    **data: Any,
) -> None:
    """Let the reactor see one event for each customer."""
    react([Event(i, shop.id, kind, now, id_, None, data) for i, id_ in enumerate(customer_ids, 1)])


def run_all(shop: Shop, now: datetime) -> int:
    """Let the engine run until nothing is due."""
    total = 0
    while moved := run_lane(shop.id, now):
        total += moved
    return total


def runs(shop: Shop) -> list[Run]:
    """Return every run, oldest first."""
    return list(Run.objects.for_workspace(shop.id).order_by("id"))


def path(run: Run) -> list[tuple[str, str, str]]:
    """Return (node, outlet, reason) of every step a run has left."""
    rows = RunStep.objects.for_workspace(run.workspace_id).filter(run_id=run.id)
    return list(rows.order_by("number").values_list("node_id", "outlet", "reason"))


def set_clock(shop: Shop, offset: timedelta) -> None:
    """Move a demo shop's clock."""
    Workspace.objects.filter(id=shop.id).update(clock_offset=offset)

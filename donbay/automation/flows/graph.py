"""The graph of a flow, pure: reading, writing, walking, and what is wrong with its shape."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from donbay.automation.flows.errors import GraphInvalid
from donbay.automation.flows.types import (
    GRAPH_VERSION,
    MAX_STEPS,
    Edge,
    Graph,
    GraphProblem,
    Node,
    NodeFacts,
)

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_MAX_NODES, _MAX_EDGES = 200, 1000


def parse_graph(json: Any) -> Graph:
    """Return the graph in a JSON value of version 1; raise GraphInvalid naming the place.

    Lenient as drafts need: only the shape of the JSON is checked, not whether it makes sense.
    """
    if not isinstance(json, Mapping) or json.get("version") != GRAPH_VERSION:
        raise GraphInvalid(path="/version")
    nodes = tuple(_node(item, f"/nodes/{i}") for i, item in _items(json, "nodes", _MAX_NODES))
    if len({node.id for node in nodes}) != len(nodes):
        raise GraphInvalid(path="/nodes")
    edges = tuple(_edge(item, f"/edges/{i}") for i, item in _items(json, "edges", _MAX_EDGES))
    return Graph(nodes, edges)


def dump_graph(graph: Graph) -> dict[str, Any]:
    """Return a graph as JSON."""
    return {
        "version": GRAPH_VERSION,
        "nodes": [
            {"id": n.id, "kind": n.kind, "config": dict(n.config), "x": n.x, "y": n.y}
            for n in graph.nodes
        ],
        "edges": [{"from": e.source, "outlet": e.outlet, "to": e.target} for e in graph.edges],
    }


def targets(graph: Graph) -> dict[tuple[str, str], str]:
    """Return where each (node, outlet) leads; outlets that end are absent."""
    return {(edge.source, edge.outlet): edge.target for edge in graph.edges}


def reachable(graph: Graph) -> frozenset[str]:
    """Return the nodes that somebody who comes in by a trigger can come to."""
    ways = _ways(graph)
    seen: set[str] = set()
    todo = [node.id for node in graph.nodes if node.is_trigger]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo.extend(ways[here])
    return frozenset(seen)


def check_shape(graph: Graph, facts: Mapping[str, NodeFacts]) -> list[GraphProblem]:
    """Return what is wrong with a graph's shape; `facts` tells of each node by its id."""
    return [
        *_check_whole(graph),
        *_check_kinds(graph, facts),
        *_check_edges(graph, facts),
        *_check_reach(graph),
        *_check_ends(graph, facts),
        *_check_cycles(graph, facts),
    ]


def _items(json: Mapping[str, Any], key: str, limit: int) -> Iterator[tuple[int, Any]]:
    items = json.get(key)
    if not isinstance(items, list) or len(items) > limit:
        raise GraphInvalid(path=f"/{key}")
    yield from enumerate(items)


def _node(json: Any, path: str) -> Node:
    if not isinstance(json, Mapping):
        raise GraphInvalid(path=path)
    id_, kind, config = json.get("id"), json.get("kind"), json.get("config", {})
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise GraphInvalid(path=f"{path}/id")
    if not isinstance(kind, str) or not 1 <= len(kind) <= 60:
        raise GraphInvalid(path=f"{path}/kind")
    if not isinstance(config, Mapping):
        raise GraphInvalid(path=f"{path}/config")
    return Node(id_, kind, dict(config), _number(json, "x", path), _number(json, "y", path))


def _number(json: Mapping[str, Any], key: str, path: str) -> float:
    value = json.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e6:
        raise GraphInvalid(path=f"{path}/{key}")
    return value


def _edge(json: Any, path: str) -> Edge:
    if not isinstance(json, Mapping):
        raise GraphInvalid(path=path)
    source, outlet, target = json.get("from"), json.get("outlet", "next"), json.get("to")
    for value in (source, outlet, target):
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise GraphInvalid(path=path)
    return Edge(str(source), str(outlet), str(target))


def _ways(graph: Graph) -> dict[str, list[str]]:
    known = {node.id for node in graph.nodes}
    ways: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        if edge.source in known and edge.target in known:
            ways[edge.source].append(edge.target)
    return ways


def _check_whole(graph: Graph) -> Iterator[GraphProblem]:
    steps = [node for node in graph.nodes if not node.is_trigger]
    if len(steps) == len(graph.nodes):
        yield GraphProblem(
            "", "", "trigger_missing",
            "Chưa có điều kiện bắt đầu. Hãy thêm một ô bắt đầu.",
            "Nothing starts this flow. Add a trigger.",
        )  # fmt: skip
    if not steps:
        yield GraphProblem(
            "", "", "action_missing",
            "Chưa có hành động nào. Hãy thêm ít nhất một bước.",
            "There is no action yet. Add at least one step.",
        )  # fmt: skip
    if len(steps) > MAX_STEPS:
        yield GraphProblem(
            "", "", "too_many_steps",
            f"Quá nhiều bước: tối đa {MAX_STEPS}.", f"Too many steps: at most {MAX_STEPS}.",
        )  # fmt: skip


def _check_kinds(graph: Graph, facts: Mapping[str, NodeFacts]) -> Iterator[GraphProblem]:
    for node in graph.nodes:
        if not facts[node.id].known:
            yield GraphProblem(
                node.id, "kind", "kind_unknown",
                f"Không có loại bước “{node.kind}”. Hãy xoá ô này.",
                f"There is no kind of step “{node.kind}”. Delete this node.",
            )  # fmt: skip


def _check_edges(graph: Graph, facts: Mapping[str, NodeFacts]) -> Iterator[GraphProblem]:
    nodes = {node.id: node for node in graph.nodes}
    left: set[tuple[str, str]] = set()
    for edge in graph.edges:
        source, target = nodes.get(edge.source), nodes.get(edge.target)
        if source is None or target is None:
            yield GraphProblem(
                edge.source if source else edge.target if target else "", "edges", "edge_dangling",
                "Một đường nối dẫn đến ô không còn. Hãy nối lại.",
                "A connection leads to a node that is gone. Connect it again.",
            )  # fmt: skip
            continue
        if target.is_trigger:
            yield GraphProblem(
                edge.source, edge.outlet, "edge_into_trigger",
                "Không thể nối vào ô bắt đầu. Hãy nối đến một bước.",
                "A trigger cannot be led to. Connect to a step.",
            )  # fmt: skip
        if facts[source.id].known and edge.outlet not in facts[source.id].outlets:
            yield GraphProblem(
                edge.source, edge.outlet, "outlet_unknown",
                f"Ô này không có lối ra “{edge.outlet}”. Hãy nối lại.",
                f"This node has no outlet “{edge.outlet}”. Connect it again.",
            )  # fmt: skip
        if (edge.source, edge.outlet) in left:
            yield GraphProblem(
                edge.source, edge.outlet, "outlet_twice",
                "Một lối ra chỉ dẫn đến một bước. Hãy bỏ bớt đường nối.",
                "An outlet leads to one step only. Remove the other connection.",
            )  # fmt: skip
        left.add((edge.source, edge.outlet))


def _check_reach(graph: Graph) -> Iterator[GraphProblem]:
    reached, ways = reachable(graph), _ways(graph)
    for node in graph.nodes:
        if node.is_trigger and not ways[node.id]:
            yield GraphProblem(
                node.id, "next", "trigger_dead_end",
                "Ô bắt đầu chưa dẫn đến bước nào. Hãy nối với bước đầu tiên.",
                "This trigger leads nowhere. Connect it to the first step.",
            )  # fmt: skip
        if node.id not in reached:
            yield GraphProblem(
                node.id, "", "unreachable",
                "Không có đường nào dẫn đến bước này. Hãy nối hoặc xoá.",
                "Nothing leads to this step. Connect or delete it.",
            )  # fmt: skip


def _check_ends(graph: Graph, facts: Mapping[str, NodeFacts]) -> Iterator[GraphProblem]:
    """Give the waits and branches behind which nothing comes: allowed, but hardly meant."""
    reached, ways = reachable(graph), _ways(graph)
    for node in graph.nodes:
        known = facts[node.id]
        if node.is_trigger or ways[node.id] or not known.known or node.id not in reached:
            continue
        if len(known.outlets) > 1:
            yield GraphProblem(
                node.id, "", "branch_dead_end",
                "Không nhánh nào dẫn đến bước tiếp theo nên điều kiện này chưa có tác dụng.",
                "No way leads on from here, so this condition changes nothing yet.",
                "warning",
            )  # fmt: skip
        elif known.waits:
            yield GraphProblem(
                node.id, "", "wait_dead_end",
                "Sau bước chờ này không có gì: khách chờ xong rồi rời kịch bản.",
                "Nothing comes after this wait: customers wait and then leave the flow.",
                "warning",
            )  # fmt: skip


def _check_cycles(graph: Graph, facts: Mapping[str, NodeFacts]) -> Iterator[GraphProblem]:
    resting = {node.id for node in graph.nodes if facts[node.id].pauses}
    ways = {
        source: [target for target in found if target not in resting]
        for source, found in _ways(graph).items()
        if source not in resting
    }
    for node_id in _on_cycles([node.id for node in graph.nodes], ways):
        yield GraphProblem(
            node_id, "", "cycle_without_wait",
            "Vòng lặp này không có bước chờ nên sẽ chạy mãi. Hãy thêm bước “Chờ một khoảng”.",
            "This loop has no wait and would run for ever. Add a “wait for a time” step.",
        )  # fmt: skip


def _on_cycles(nodes: Sequence[str], ways: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the nodes that can come back to themselves."""
    return [node for node in nodes if node in _beyond(node, ways)]


def _beyond(start: str, ways: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(ways.get(start, ()))
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo.extend(ways.get(here, ()))
    return seen

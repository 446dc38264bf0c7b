"""The graph, its check and the planning of waits: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.automation.flows.errors import GraphInvalid
from donbay.automation.flows.graph import check_shape, dump_graph, parse_graph, reachable
from donbay.automation.flows.types import Edge, Graph, Node, NodeFacts
from donbay.automation.flows.waits import parse_wait, plan_wait

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
IDS = [f"n{i}" for i in range(8)]
KINDS = ["trigger.customer_created", "wait", "add_tag", "condition"]
instants = st.integers(1_704_067_200, 1_956_528_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Return a graph of up to eight nodes, sensible or not."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    nodes = tuple(Node(id_, draw(st.sampled_from(KINDS))) for id_ in ids)
    ends = st.sampled_from(IDS)
    outlets = st.sampled_from(["next", "yes", "no"])
    edges = draw(st.lists(st.builds(Edge, ends, outlets, ends), max_size=12))
    return Graph(nodes, tuple(edges))


def facts(graph: Graph) -> dict[str, NodeFacts]:
    outlets = {"condition": ("yes", "no")}
    return {
        node.id: NodeFacts(
            True, outlets.get(node.kind, ("next",)), node.kind == "wait", node.kind == "wait"
        )
        for node in graph.nodes
    }


def codes(graph: Graph) -> set[tuple[str, str]]:
    return {(problem.node_id, problem.code) for problem in check_shape(graph, facts(graph))}


def line(*nodes: Node) -> Graph:
    pairs = pairwise(nodes)
    return Graph(nodes, tuple(Edge(a.id, "next", b.id) for a, b in pairs))


START = Node("start", "trigger.customer_created")
TAG, OTHER, WAIT = Node("tag", "add_tag"), Node("other", "add_tag"), Node("wait", "wait")


@given(graphs())
def test_a_graph_survives_its_json(graph: Graph) -> None:
    assert parse_graph(dump_graph(graph)) == graph


@given(graphs())
def test_the_check_never_breaks_and_a_clean_graph_always_ends_or_waits(graph: Graph) -> None:
    if check_shape(graph, facts(graph)):
        return

    ways = {(edge.source, edge.outlet): edge.target for edge in graph.edges}
    resting = {node.id for node in graph.nodes if node.kind == "wait"}
    for start in [node for node in graph.nodes if node.is_trigger]:
        here, steps = {ways[start.id, "next"]}, 0
        while here:
            here = {ways[at, out] for at in here - resting for out in ("next", "yes", "no")
                    if (at, out) in ways}  # fmt: skip
            steps += 1
            assert steps <= len(graph.nodes)


@given(graphs())
def test_what_is_not_reachable_is_named(graph: Graph) -> None:
    lost = {node.id for node in graph.nodes} - reachable(graph)
    assert {id_ for id_, code in codes(graph) if code == "unreachable"} == lost


def test_a_good_line_has_no_problems() -> None:
    assert codes(line(START, TAG, WAIT, OTHER)) == set()


@pytest.mark.parametrize(
    ("graph", "problem"),
    [
        (Graph((TAG,)), ("", "trigger_missing")),
        (Graph((START,)), ("", "action_missing")),
        (Graph((START, TAG)), ("start", "trigger_dead_end")),
        (Graph((START, TAG)), ("tag", "unreachable")),
        (
            Graph((START, TAG, OTHER), (Edge("start", "next", "tag"), Edge("tag", "next", "other"),
                                        Edge("other", "next", "tag"))),
            ("other", "cycle_without_wait"),
        ),
        (Graph((START, TAG), (Edge("start", "next", "gone"),)), ("start", "edge_dangling")),
        (
            Graph((START, TAG), (Edge("start", "next", "tag"), Edge("tag", "yes", "tag"))),
            ("tag", "outlet_unknown"),
        ),
        (
            Graph((START, TAG, OTHER),
                  (Edge("start", "next", "tag"), Edge("start", "next", "other"))),
            ("start", "outlet_twice"),
        ),
        (
            Graph((START, TAG), (Edge("start", "next", "tag"), Edge("tag", "next", "start"))),
            ("tag", "edge_into_trigger"),
        ),
        (line(START, *(Node(f"t{i}", "add_tag") for i in range(51))), ("", "too_many_steps")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(graph: Graph, problem: tuple[str, str]) -> None:
    assert problem in codes(graph)


def test_a_loop_with_a_wait_is_fine() -> None:
    graph = line(START, TAG, WAIT)
    looped = Graph(graph.nodes, (*graph.edges, Edge("wait", "next", "tag")))
    assert codes(looped) == set()


@pytest.mark.parametrize(
    "json",
    [
        None, {}, {"version": 2, "nodes": [], "edges": []}, {"version": 1, "nodes": {}},
        {"version": 1, "nodes": [{"id": "a b", "kind": "x"}], "edges": []},
        {"version": 1, "nodes": [{"id": "a", "kind": "x"}] * 2, "edges": []},
        {"version": 1, "nodes": [], "edges": [{"from": 1, "to": "a"}]},
        {"version": 1, "nodes": [{"id": "a", "kind": "x", "x": True}], "edges": []},
    ],
)  # fmt: skip
def test_what_is_no_graph_is_refused(json: object) -> None:
    with pytest.raises(GraphInvalid):
        parse_graph(json)


@given(instants, st.integers(1, 366))
def test_a_wait_of_days_keeps_the_local_clock_time(arrived: datetime, days: int) -> None:
    wait = parse_wait({"mode": "interval", "amount": days, "unit": "days"})

    due = plan_wait(wait, entered_at=arrived, arrived_at=arrived, zone=HANOI)

    before, after = arrived.astimezone(HANOI), due.astimezone(HANOI)
    assert after.time() == before.time()
    assert (after.date() - before.date()).days == days


@given(instants, st.integers(1, 366), st.times())
def test_day_n_after_entry_does_not_depend_on_arrival(
    entered: datetime, day: int, at: object
) -> None:
    wait = parse_wait({"mode": "day_after_entry", "day": day, "at": f"{at}"[:5]})

    dues = {
        plan_wait(wait, entered_at=entered, arrived_at=entered + timedelta(days=d), zone=HANOI)
        for d in (0, 3)
    }

    (due,) = dues
    local = due.astimezone(HANOI)
    assert (local.date() - entered.astimezone(HANOI).date()).days == day
    assert f"{local:%H:%M}" == f"{at}"[:5]


def test_hours_are_hours_and_an_instant_is_an_instant() -> None:
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    berlin = ZoneInfo("Europe/Berlin")  # the clocks go back at 01:00 UTC this night
    hours = parse_wait({"mode": "interval", "amount": 2, "unit": "hours"})
    days = parse_wait({"mode": "interval", "amount": 1, "unit": "days"})
    until = parse_wait({"mode": "until", "until": "2027-01-01T00:00:00+07:00"})

    assert plan_wait(hours, entered_at=at, arrived_at=at, zone=berlin) - at == timedelta(hours=2)
    assert plan_wait(days, entered_at=at, arrived_at=at, zone=berlin) - at == timedelta(hours=25)
    due = plan_wait(until, entered_at=at, arrived_at=at, zone=HANOI)
    assert due == datetime(2026, 12, 31, 17, tzinfo=UTC)

"""The engine on a real database: moving, waiting, versions, failures, pausing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from donbay.accounts.queries import business_now
from donbay.automation.flows import actions, queries
from donbay.automation.flows.engine.crowd import MAX_RUN_STEPS
from donbay.automation.flows.engine.walk import run_lane, run_once
from donbay.automation.flows.errors import RunInsideAgain, RunNotFailed
from donbay.automation.flows.models import FlowVersion, Run, RunEntry
from donbay.automation.flows.reasons import REASONS
from donbay.core import registry
from donbay.core.registry import FlowStep, StepContext, StepResult
from donbay.customers.actions import add_tag, delete_tag
from donbay.customers.queries import tags_of
from donbay.log.queries import events_of_customer
from donbay.messaging.actions import delete_content
from tests.automation.builders import (
    DAY,
    NOW,
    a_customer,
    a_flow,
    a_shop,
    a_tag,
    chain,
    edge,
    graph,
    happened,
    node,
    path,
    run_all,
    runs,
    set_clock,
    start,
)
from tests.factories.people import some_customers
from tests.messaging.builders import a_content

pytestmark = pytest.mark.django_db
WAIT_2_DAYS = node("wait", "wait", mode="interval", amount=2, unit="days")


@pytest.fixture
def poison() -> Iterator[set[UUID]]:
    """Give a step that breaks for the customers in a set."""
    broken: set[UUID] = set()

    def run_batch(
        context: StepContext, workspace_id: int, run_ids: Sequence[int], ids: Sequence[UUID]
    ) -> StepResult:
        if broken.intersection(ids):
            raise RuntimeError("poison")
        return StepResult(["next"] * len(ids))

    spec = FlowStep("test_poison", "", "", {}, run_batch)
    registry.flow_steps.add(spec)
    yield broken
    registry.flow_steps._specs.pop("test_poison")


def test_a_customer_walks_waits_and_ends() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(shop, chain(start(), WAIT_2_DAYS, node("tag", "add_tag", tag_id=tag_id)))
    lan = a_customer(shop, full_name="Lan", phone="0912345678")

    happened(shop, [lan])
    run_all(shop, NOW)
    (waiting,) = runs(shop)
    run_all(shop, NOW + 2 * DAY - timedelta(seconds=1))
    (still,) = runs(shop)
    run_all(shop, NOW + 2 * DAY)
    (run,) = runs(shop)

    assert (waiting.state, waiting.node_id, waiting.due_at) == ("active", "wait", NOW + 2 * DAY)
    assert still.state == "active"
    assert run.state == "done"
    assert path(run) == [("wait", "next", ""), ("tag", "next", "")]
    assert [tag.name for tag in tags_of(shop.id, [lan])[lan]] == ["Đã xong"]
    assert {e.kind for e in events_of_customer(shop.id, lan)} >= {"flow.entered", "flow.finished"}


def test_who_waits_on_version_one_finishes_on_it() -> None:
    shop = a_shop()
    first, second = a_tag(shop, "Một"), a_tag(shop, "Hai")
    old = chain(start(), WAIT_2_DAYS, node("tag", "add_tag", tag_id=first))
    new = chain(start(), node("tag", "add_tag", tag_id=second))
    flow_id = a_flow(shop, old)
    lan = a_customer(shop, full_name="Lan", phone="0912345678")
    happened(shop, [lan])
    run_all(shop, NOW)

    actions.save_flow(
        actor=shop.actor, now=NOW, flow_id=flow_id, base_version=1, name="Mới", graph=new
    )
    assert actions.publish_flow(actor=shop.actor, now=NOW, flow_id=flow_id) == 2
    mai = a_customer(shop, full_name="Mai", phone="0912345679")
    happened(shop, [mai])
    run_all(shop, NOW + 3 * DAY)

    names = {id_: [t.name for t in tags] for id_, tags in tags_of(shop.id, [lan, mai]).items()}
    assert names == {lan: ["Một"], mai: ["Hai"]}
    assert [info.version_number for info in queries.list_runs(shop.actor, flow_id)] == [2, 1]


def test_a_condition_parts_the_ways() -> None:
    shop = a_shop()
    vip, plain, seen = a_tag(shop, "VIP"), a_tag(shop, "Thường"), a_tag(shop, "Quý")
    tree = {
        "version": 1,
        "op": "all",
        "items": [{"facet": "customer.tag", "operator": "has", "value": vip}],
    }
    a_flow(
        shop,
        graph(
            start(), node("ask", "condition", tree=tree), node("y", "add_tag", tag_id=seen),
            node("n", "add_tag", tag_id=plain), edge("start", "ask"), edge("ask", "y", "yes"),
            edge("ask", "n", "no"),
        ),
    )  # fmt: skip
    lan, mai = some_customers(shop, 2)
    add_tag(actor=shop.actor, now=NOW, tag_id=UUID(vip), customer_ids=[lan])

    happened(shop, [lan, mai])
    run_all(shop, NOW)

    names = {id_: {t.name for t in tags} for id_, tags in tags_of(shop.id, [lan, mai]).items()}
    assert names == {lan: {"VIP", "Quý"}, mai: {"Thường"}}


def test_one_poison_run_fails_alone_three_times_and_can_be_retried(poison: set[UUID]) -> None:
    shop = a_shop()
    flow_id = a_flow(shop, chain(start(), node("p", "test_poison")))
    people = some_customers(shop, 60)
    poison.add(people[17])
    happened(shop, people)

    run_all(shop, NOW)
    states = [run.state for run in runs(shop)]
    assert states.count("done") == 59
    for minute in range(1, 4):
        run_all(shop, NOW + timedelta(minutes=minute))
    (failed,) = [run for run in runs(shop) if run.customer_id == people[17]]
    assert (failed.state, failed.reason, failed.attempts) == ("failed", "step_failed", 3)
    assert "poison" in failed.detail
    assert path(failed) == []

    poison.clear()
    actions.retry_run(actor=shop.actor, now=NOW, flow_id=flow_id, run_id=failed.id)
    run_all(shop, NOW)
    assert {run.state for run in runs(shop)} == {"done"}
    with pytest.raises(RunNotFailed):
        actions.retry_run(actor=shop.actor, now=NOW, flow_id=flow_id, run_id=failed.id)


def test_what_a_broken_batch_has_done_is_undone() -> None:
    shop = a_shop()
    tag_id = UUID(a_tag(shop))
    people = some_customers(shop, 20)
    poison = people[3]

    def run_batch(
        context: StepContext, workspace_id: int, run_ids: Sequence[int], ids: Sequence[UUID]
    ) -> StepResult:
        add_tag(actor=shop.actor, now=context.now, tag_id=tag_id, customer_ids=ids)
        if poison in ids:
            raise RuntimeError("after the work")
        return StepResult(["next"] * len(ids))

    registry.flow_steps.add(FlowStep("test_late_poison", "", "", {}, run_batch))
    try:
        a_flow(shop, chain(start(), node("p", "test_late_poison")))
        happened(shop, people)
        run_all(shop, NOW)
    finally:
        registry.flow_steps._specs.pop("test_late_poison")

    assert set(tags_of(shop.id, people)) == {*people} - {poison}
    assert [run.state for run in runs(shop)].count("done") == 19


def test_a_failed_run_is_not_retried_beside_a_new_one(poison: set[UUID]) -> None:
    shop = a_shop()
    drawn = chain(start(), node("p", "test_poison"), WAIT_2_DAYS)
    flow_id = a_flow(shop, drawn)
    (lan,) = some_customers(shop, 1)
    poison.add(lan)
    happened(shop, [lan])
    for minute in range(4):
        run_all(shop, NOW + timedelta(minutes=minute))
    poison.clear()
    happened(shop, [lan], now=NOW + 2 * DAY)
    first, second = runs(shop)
    assert (first.state, second.state) == ("failed", "active")

    with pytest.raises(RunInsideAgain):
        actions.retry_run(actor=shop.actor, now=NOW, flow_id=flow_id, run_id=first.id)


def test_a_paused_flow_rests_and_goes_on() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    flow_id = a_flow(shop, chain(start(), WAIT_2_DAYS, node("tag", "add_tag", tag_id=tag_id)))
    lan, mai = some_customers(shop, 2)
    happened(shop, [lan])
    run_all(shop, NOW)

    actions.pause_flow(actor=shop.actor, now=NOW, flow_id=flow_id)
    happened(shop, [mai])
    run_all(shop, NOW + 3 * DAY)
    (resting,) = runs(shop)
    actions.resume_flow(actor=shop.actor, now=NOW + 4 * DAY, flow_id=flow_id)
    set_clock(shop, timedelta(days=3650))
    while run_once():
        pass
    (run,) = runs(shop)

    assert resting.state == "parked"
    assert run.state == "done"


def test_publishing_a_paused_flow_starts_nothing_of_the_pause() -> None:
    shop = a_shop()
    flow_id = a_flow(shop, chain(start(), node("end", "stop")))
    during, after = some_customers(shop, 2)
    hours = [NOW + timedelta(hours=hour) for hour in range(4)]

    actions.pause_flow(actor=shop.actor, now=hours[1], flow_id=flow_id)
    actions.publish_flow(actor=shop.actor, now=hours[3], flow_id=flow_id)
    happened(shop, [during], now=hours[2])
    happened(shop, [after], now=hours[3] + timedelta(minutes=1))

    assert [run.customer_id for run in runs(shop)] == [after]


def test_a_deleted_flow_lets_go_of_those_inside() -> None:
    shop = a_shop()
    flow_id = a_flow(shop, chain(start(), WAIT_2_DAYS, node("end", "stop")))
    (lan,) = some_customers(shop, 1)
    happened(shop, [lan])
    run_all(shop, NOW)

    actions.delete_flow(actor=shop.actor, now=NOW, flow_id=flow_id)
    run_all(shop, NOW + 3 * DAY)

    (run,) = runs(shop)
    assert (run.state, run.reason) == ("stopped", "flow_deleted")


def test_deleting_a_paused_flow_lets_go_of_those_who_rest_in_it() -> None:
    shop = a_shop()
    flow_id = a_flow(shop, chain(start(), WAIT_2_DAYS, node("end", "stop")))
    happened(shop, some_customers(shop, 1))
    run_all(shop, NOW)
    actions.pause_flow(actor=shop.actor, now=NOW, flow_id=flow_id)
    run_all(shop, NOW + 3 * DAY)
    (resting,) = runs(shop)

    actions.delete_flow(actor=shop.actor, now=NOW + 3 * DAY, flow_id=flow_id)
    set_clock(shop, timedelta(days=3650))
    while run_once():
        pass

    (run,) = runs(shop)
    assert resting.state == "parked"
    assert (run.state, run.reason) == ("stopped", "flow_deleted")


def test_each_workspace_goes_by_its_own_clock() -> None:
    ahead, behind = a_shop(), a_shop()
    for shop in (ahead, behind):
        now = business_now(shop.id)
        a_flow(shop, chain(start(), WAIT_2_DAYS, node("end", "stop")), now=now - DAY)
        happened(shop, some_customers(shop, 1), now=now)
    while run_once():
        pass
    set_clock(ahead, 2 * DAY + timedelta(seconds=5))

    while run_once():
        pass

    assert [run.state for run in runs(ahead)] == ["done"]
    assert [run.state for run in runs(behind)] == ["active"]


def test_the_statements_of_a_turn_do_not_grow_with_the_batch(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(shop, chain(start(), node("tag", "add_tag", tag_id=tag_id), WAIT_2_DAYS))
    happened(shop, some_customers(shop, 500))

    with django_assert_max_num_queries(20):
        assert run_lane(shop.id, NOW) == 500


def test_re_entry_is_never_inside_and_once_in_24_hours() -> None:
    shop = a_shop()
    a_flow(shop, chain(start(), WAIT_2_DAYS, node("end", "stop")))
    (lan,) = some_customers(shop, 1)

    happened(shop, [lan])
    happened(shop, [lan])
    happened(shop, [lan], now=NOW + DAY)
    assert len(runs(shop)) == 1
    run_all(shop, NOW + 2 * DAY)
    happened(shop, [lan], now=NOW + 2 * DAY)
    happened(shop, [lan], now=NOW + 2 * DAY)

    assert [run.state for run in runs(shop)] == ["done", "active"]


@pytest.mark.parametrize(("mode", "count"), [("daily", 1), ("never", 1), ("always", 3)])
def test_re_entry_can_be_set(mode: str, count: int) -> None:
    shop = a_shop()
    a_flow(shop, chain(start(), node("end", "stop")), settings={"reentry": mode})
    (lan,) = some_customers(shop, 1)

    for hour in range(3):
        happened(shop, [lan], now=NOW + timedelta(hours=hour))
        run_all(shop, NOW + timedelta(hours=hour))
    happened(shop, [lan], now=NOW + timedelta(hours=30))

    assert len(runs(shop)) == count + (mode != "never")


def test_flows_that_set_off_each_other_stop_visibly() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(shop, chain(start(), node("end", "stop")), settings={"reentry": "always"})
    (lan,) = some_customers(shop, 1)
    assert tag_id

    for minute in range(25):
        happened(shop, [lan], now=NOW + timedelta(minutes=minute))
        run_all(shop, NOW + timedelta(minutes=minute))

    states = [run.state for run in runs(shop)]
    assert states.count("done") == 20
    assert {run.reason for run in runs(shop) if run.state == "refused"} == {"too_many_starts"}


def test_history_starts_nothing() -> None:
    shop = a_shop()
    a_flow(shop, chain(start(), node("end", "stop")))

    happened(shop, some_customers(shop, 1), now=NOW - timedelta(seconds=1))

    assert runs(shop) == []


def test_waiting_until_a_day_after_entry_crosses_the_months_end() -> None:
    shop = a_shop()
    entered = datetime(2027, 1, 29, 20, 30, tzinfo=UTC)  # 30 January, 03:30 in Vietnam
    a_flow(
        shop, chain(start(), node("w", "wait", mode="day_after_entry", day=5), node("e", "stop"))
    )
    happened(shop, some_customers(shop, 1), now=entered)

    run_all(shop, entered)

    (run,) = runs(shop)
    assert run.due_at == datetime(2027, 2, 3, 20, 30, tzinfo=UTC)


def test_a_merged_customer_takes_her_runs_along() -> None:
    shop = a_shop()
    a_flow(shop, chain(start(), WAIT_2_DAYS, node("end", "stop")))
    keep, other = some_customers(shop, 2)
    happened(shop, [keep, other])

    actions.move_customer(shop.id, NOW, from_id=other, to_id=keep)

    assert {run.customer_id for run in runs(shop)} == {keep}
    assert sorted(run.state for run in runs(shop)) == ["active", "stopped"]


@pytest.mark.parametrize(
    ("kept", "gone", "starts"), [(1, 3, 5), (3, 1, 3), (0, 1, 5), (1, 0, 3), (1, 1, 8)]
)
def test_a_merged_customer_counts_as_having_entered(kept: int, gone: int, starts: int) -> None:
    """`kept` and `gone`: how many days ago each entered last; 5 and 3 times on that day."""
    shop = a_shop()
    flow_id = a_flow(shop, chain(start(), node("end", "stop")))
    keep, other = some_customers(shop, 2)
    for customer_id, days, times in ((keep, kept, 5), (other, gone, 3)):
        at = NOW - days * DAY
        RunEntry.objects.insert(
            shop.id, customer_id=customer_id, flow_id=flow_id, last_entered_at=at, day=at.date(),
            starts=times,
        )  # fmt: skip

    actions.move_customer(shop.id, NOW, from_id=other, to_id=keep)

    (entry,) = RunEntry.objects.for_workspace(shop.id)
    latest = NOW - min(kept, gone) * DAY
    assert (entry.customer_id, entry.flow_id, entry.last_entered_at) == (keep, flow_id, latest)
    assert (entry.day, entry.starts) == (latest.date(), starts)


def test_an_erased_customer_leaves_every_flow() -> None:
    shop = a_shop()
    a_flow(shop, chain(start(), WAIT_2_DAYS, node("end", "stop")))
    (lan,) = some_customers(shop, 1)
    happened(shop, [lan])

    actions.forget_customers(shop.id, [lan], NOW)

    (run,) = runs(shop)
    assert (run.state, run.reason) == ("stopped", "customer_erased")


def test_a_broken_setting_fails_with_its_own_words() -> None:
    shop = a_shop()
    flow_id = a_flow(shop, chain(start(), node("ask", "add_tag", tag_id=a_tag(shop))))
    odd = {"version": 1, "op": "all", "items": [{"facet": "odd", "operator": "is", "value": 1}]}
    broken = chain(start(), node("ask", "condition", tree=odd))
    FlowVersion.objects.for_workspace(shop.id).update(graph=broken)
    happened(shop, some_customers(shop, 3))
    for minute in range(4):
        run_all(shop, NOW + timedelta(minutes=minute))

    report = queries.flow_report(shop.actor, flow_id)
    assert (report.entered, report.failed) == (3, 3)
    (_, ask) = report.nodes
    assert (ask.entered, ask.failed, sum(ask.reasons.values())) == (3, 3, 3)
    assert "odd" in runs(shop)[0].detail


def test_what_a_version_names_and_was_deleted_holds_nobody_back() -> None:
    shop = a_shop()
    tag_id, kept = a_tag(shop, "Cũ"), a_tag(shop, "Mới")
    content = a_content(shop, now=NOW)
    flow_id = a_flow(
        shop,
        chain(
            start(), node("mail", "send_email", content_id=str(content.id)),
            node("add", "add_tag", tag_id=tag_id), node("take", "remove_tag", tag_id=tag_id),
            node("end", "add_tag", tag_id=kept),
        ),
    )  # fmt: skip
    delete_tag(actor=shop.actor, now=NOW, tag_id=UUID(tag_id))
    delete_content(actor=shop.actor, now=NOW, content_id=content.id)

    happened(shop, some_customers(shop, 2))
    run_all(shop, NOW)

    assert [run.state for run in runs(shop)] == ["done", "done"]
    assert [(step, reason) for step, _, reason in path(runs(shop)[0])] == [
        ("mail", "content_missing"), ("add", "tag_gone"), ("take", "tag_gone"), ("end", ""),
    ]  # fmt: skip
    nodes = {node.id: node for node in queries.flow_report(shop.actor, flow_id).nodes}
    assert (nodes["mail"].skipped, nodes["add"].skipped, nodes["end"].skipped) == (2, 2, 0)
    assert {"content_missing", "tag_gone"} <= set(REASONS)


def test_run_rows_are_written_once_a_turn() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(
        shop,
        chain(
            start(), node("a", "add_tag", tag_id=tag_id), node("b", "remove_tag", tag_id=tag_id),
            WAIT_2_DAYS,
        ),
    )  # fmt: skip
    happened(shop, some_customers(shop, 5))

    assert run_lane(shop.id, NOW) == 5

    assert {(r.node_id, r.steps) for r in runs(shop)} == {("wait", 2)}


def test_a_turn_gets_somewhere_however_slow_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(shop, chain(start(), node("a", "add_tag", tag_id=tag_id), node("e", "stop")))
    happened(shop, some_customers(shop, 3))
    monkeypatch.setattr("donbay.automation.flows.engine.walk.TURN_SECONDS", -1.0)

    assert run_lane(shop.id, NOW) == 3
    assert {run.node_id for run in runs(shop)} == {"e"}


def test_who_arrives_beside_those_who_wait_has_her_own_time() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    drawn = chain(start(), node("tag", "add_tag", tag_id=tag_id), WAIT_2_DAYS, node("e", "stop"))
    a_flow(shop, drawn)
    early, late = some_customers(shop, 2)
    happened(shop, [early])
    run_all(shop, NOW)
    # An hour before the other comes due, so that she is stepped first and comes to where he waits.
    happened(shop, [late], now=NOW + 2 * DAY - timedelta(hours=1))

    assert run_lane(shop.id, NOW + 2 * DAY) == 2

    first, second = runs(shop)
    assert (first.state, first.steps) == ("done", 3)
    assert (second.state, second.node_id, second.steps) == ("active", "wait", 1)
    assert (second.arrived_at, second.due_at) == (NOW + 2 * DAY, NOW + 4 * DAY)
    assert path(first) == [("tag", "next", ""), ("wait", "next", ""), ("e", "end", "")]


def test_a_run_that_has_come_too_far_stops_alone() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(shop, chain(start(), node("tag", "add_tag", tag_id=tag_id), WAIT_2_DAYS))
    far, near = some_customers(shop, 2)
    happened(shop, [far, near])
    rows = Run.objects.for_workspace(shop.id).filter(customer_id=far)
    rows.update(steps=MAX_RUN_STEPS - 1)

    run_all(shop, NOW)

    first, second = runs(shop)
    assert (first.state, first.reason, first.node_id) == ("failed", "too_many_steps", "wait")
    assert (second.state, second.reason, second.node_id) == ("active", "", "wait")
    assert [first.steps, second.steps] == [MAX_RUN_STEPS, 1]


@pytest.fixture
def mixed() -> Iterator[None]:
    """Give a step that answers each of five runs differently."""

    def run_batch(
        context: StepContext, workspace_id: int, run_ids: Sequence[int], ids: Sequence[UUID]
    ) -> StepResult:
        later = [None, context.now + DAY, context.now + 2 * DAY]
        return StepResult(
            outlets=["a", "b", "a", None, None],
            reasons=["", "", "no_address", "", ""],
            due_at=[None, None, *later],
            contexts=[{}, {"b": 1}, {"a": 'x\\"{},'}, {}, {"stays": None}],
        )

    registry.flow_steps.add(FlowStep("test_mixed", "", "", {}, run_batch, lambda _: ("a", "b")))
    yield
    registry.flow_steps._specs.pop("test_mixed")


@pytest.mark.usefixtures("mixed")
def test_each_run_of_a_batch_gets_its_own_answer() -> None:
    shop = a_shop()
    drawn = graph(
        start(), node("m", "test_mixed"), WAIT_2_DAYS, edge("start", "m"), edge("m", "wait", "b")
    )
    a_flow(shop, drawn)
    happened(shop, some_customers(shop, 5))

    assert run_lane(shop.id, NOW) == 5

    assert [(run.state, run.node_id, run.steps, run.due_at - NOW) for run in runs(shop)] == [
        ("done", "m", 1, 0 * DAY), ("active", "wait", 1, 2 * DAY), ("done", "m", 1, 0 * DAY),
        ("active", "m", 0, DAY), ("active", "m", 0, 2 * DAY),
    ]  # fmt: skip
    assert [path(run) for run in runs(shop)] == [
        [("m", "a", "")], [("m", "b", "")], [("m", "a", "no_address")], [], [],
    ]  # fmt: skip
    contexts = [{}, {"b": 1}, {"a": 'x\\"{},'}, {}, {"stays": None}]
    assert [run.context for run in runs(shop)] == contexts
    assert [bool(run.finished_at) for run in runs(shop)] == [True, False, True, False, False]

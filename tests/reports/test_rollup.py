import time
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donbay.commerce import actions as commerce
from donbay.core import registry
from donbay.core.registry import Capture, Event
from donbay.log.actions import append, run_reactor
from donbay.log.types import NewEvent
from donbay.reports.actions import ask_rebuild, process_views
from donbay.reports.deltas import KINDS, sum_deltas
from donbay.reports.queries import get_overview
from tests.factories.commerce import NOW, a_product, a_request, a_shop

PAGES = [str(UUID(int=1)), str(UUID(int=2))]


@st.composite
def facts(draw):
    """Draw a fact of a kind the roll-up counts, with the data its room writes."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    at = NOW + timedelta(minutes=draw(st.integers(-3000, 3000)))
    data = {
        "total": draw(st.integers(0, 10**7)),
        "source": {"utm_source": draw(st.sampled_from(["facebook", "Zalo ", ""]))},
        "page_id": draw(st.sampled_from([None, *PAGES])),
        "views": draw(st.integers(1, 9)),
    }
    if kind == "order.cancelled":
        data["placed_at"] = (at - timedelta(hours=draw(st.integers(0, 50)))).isoformat()
    return kind, at, data


def events_of(drawn):
    return [Event(n, 1, kind, at, None, None, data) for n, (kind, at, data) in enumerate(drawn)]


@given(st.lists(facts(), max_size=30), st.integers(0, 30))
def test_batches_add_up_to_the_whole(drawn, cut):
    events = events_of(drawn)

    whole = sum_deltas(events)
    parts = [sum_deltas(events[:cut]), sum_deltas(events[cut:])]

    keys = set(parts[0]) | set(parts[1])
    summed = {
        key: tuple(sum(part.get(key, (0, 0))[i] for part in parts) for i in (0, 1)) for key in keys
    }
    assert {key: value for key, value in summed.items() if value != (0, 0)} == whole


@given(facts().filter(lambda fact: fact[0] == "order.placed"), st.integers(0, 10_000))
def test_a_cancelled_order_leaves_nothing_behind(placed, minutes):
    _, at, data = placed
    cancelled = ("order.cancelled", at + timedelta(minutes=minutes))

    events = events_of([placed, (*cancelled, {**data, "placed_at": at.isoformat()})])

    assert sum_deltas(events) == {}


def drain():
    """Let the roll-up read everything; open transactions of another run may hold it back."""
    reactor = registry.reactors.get("reports.rollup")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if run_reactor(reactor) == 0 and not unread():
            return
        time.sleep(0.01)
    raise TimeoutError


def unread():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM log_event AS e, log_cursor AS c"
            " WHERE c.key = 'reports.rollup' AND (e.epoch, e.xid, e.id) > (c.epoch, c.xid, c.id))"
        )
        return cursor.fetchone()[0]


def rows(workspace_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT metric, dimension, value, hour, count, amount FROM reports_rollup"
            " WHERE workspace_id = %s AND (count, amount) <> (0, 0) ORDER BY 1, 2, 3, 4",
            [workspace_id],
        )
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(facts(), min_size=1, max_size=25))
def test_rebuild_counts_what_the_reactor_counted(drawn):
    shop, other = a_shop(), a_shop()
    for actor in (shop, other):
        append(
            [
                NewEvent(actor.workspace_id, kind, at, None, None, data)
                for kind, at, data in drawn
                if kind in registry.event_kinds
            ]
        )
    drain()
    counted, neighbour = rows(shop.workspace_id), rows(other.workspace_id)
    known = [fact for fact in events_of(drawn) if fact.kind in registry.event_kinds]
    assert len(counted) == len(sum_deltas(known))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_rollup SET count = count + 7, amount = 1")

    early = NewEvent(shop.workspace_id, "form.submitted", NOW + timedelta(days=9))
    append([early])
    for actor in (shop, other):
        ask_rebuild(actor=actor, now=NOW)
    late = NewEvent(shop.workspace_id, "form.submitted", NOW + timedelta(days=9, hours=2))
    append([late])
    drain()

    after = [row for row in rows(shop.workspace_id) if row[3] < NOW + timedelta(days=8)]
    assert after == counted
    added = [row for row in rows(shop.workspace_id) if row not in after]
    assert [count for *_, count, _ in added] == [1, 1, 1, 1]
    assert rows(other.workspace_id) == neighbour


@pytest.mark.django_db(transaction=True)
def test_overview_of_real_orders():
    shop = a_shop()
    product = a_product(shop)
    page = uuid4()
    orders = [
        commerce.place_order(
            actor=shop,
            now=NOW,
            request=a_request(product, quantity, source={"utm_source": "facebook"}, page_id=page),
        )
        for quantity in (1, 2)
    ]
    payload = {"page_id": str(page), "count": 5}
    process_views(
        shop.workspace_id,
        [Capture(1, shop.workspace_id, uuid4(), "views", payload, {}, NOW)],
        NOW,
    )
    commerce.cancel_order(actor=shop, now=NOW + timedelta(hours=5), order_id=orders[0].id)
    drain()

    overview = get_overview(shop.workspace_id, NOW.date(), NOW.date())

    assert (overview.revenue, overview.orders, overview.average_order) == (430_000, 1, 430_000)
    assert (overview.new_customers, overview.leads) == (1, 0)
    (source,) = overview.by_source
    assert (source.source, source.revenue, source.customers) == ("facebook", 430_000, 1)
    (figures,) = overview.by_page
    assert (figures.page_id, figures.views, figures.orders) == (page, 5, 1)
    assert [stage.key for stage in overview.stages] == [
        "digitize", "attract", "automate", "personalize",
    ]  # fmt: skip
    done = {step.key: step.done for stage in overview.stages for step in stage.steps}
    assert done["first_order"]
    assert done["products"]
    assert not done["publish_page"]


@pytest.mark.django_db(transaction=True)
def test_days_are_the_workspaces_own():
    shop = a_shop()
    late = datetime(2026, 11, 19, 17, 30, tzinfo=UTC)  # 00:30 on the 20th in Vietnam
    append([NewEvent(shop.workspace_id, "form.submitted", late, None, None, {})])
    drain()

    overview = get_overview(shop.workspace_id, date(2026, 11, 19), NOW.date())

    assert [day.leads for day in overview.by_day] == [0, 1]

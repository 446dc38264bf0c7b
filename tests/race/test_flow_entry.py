"""Two of everything at once in flows: entering, and the engines that move runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from django.db.transaction import atomic

from donbay.automation.flows.engine.walk import run_lane
from donbay.automation.flows.models import RunStep
from donbay.customers.models import CustomerTag
from tests.automation.builders import (
    NOW,
    a_flow,
    a_shop,
    a_tag,
    chain,
    happened,
    node,
    runs,
    start,
)
from tests.factories.people import some_customers

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(work: Callable[[int], object], times: int) -> None:
    gate = Barrier(times)

    def one(number: int) -> None:
        gate.wait()
        try:
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(one, range(times)))


@pytest.mark.parametrize("mode", ["daily", "always", "never"])
def test_one_customer_entering_twice_at_once_makes_one_run(mode: str) -> None:
    shop = a_shop()
    wait = node("wait", "wait", mode="interval", amount=1, unit="days")
    a_flow(shop, chain(start(), wait), settings={"reentry": mode})
    people = some_customers(shop, 30)

    def enter(number: int) -> None:
        for customer_id in people if number % 2 else reversed(people):
            with atomic(durable=True):
                happened(shop, [customer_id])

    _at_once(enter, 2)
    _at_once(enter, 4)

    assert Counter(run.customer_id for run in runs(shop)) == dict.fromkeys(people, 1)


def test_batches_that_cross_do_not_lock_each_other_for_ever() -> None:
    shop = a_shop()
    a_flow(shop, chain(start(), node("end", "stop")))
    people = some_customers(shop, 200)

    def enter(number: int) -> None:
        given: list[UUID] = list(people if number % 2 else reversed(people))
        with atomic(durable=True):
            happened(shop, given)

    _at_once(enter, 4)

    assert Counter(run.customer_id for run in runs(shop)) == dict.fromkeys(people, 1)


def test_engines_side_by_side_make_each_step_once() -> None:
    shop = a_shop()
    tag_id = a_tag(shop)
    a_flow(shop, chain(start(), node("tag", "add_tag", tag_id=tag_id), node("end", "stop")))
    people = some_customers(shop, 600)
    happened(shop, people)

    def work(number: int) -> None:
        while run_lane(shop.id, NOW, batch=50):
            pass

    _at_once(work, 3)

    assert {run.state for run in runs(shop)} == {"done"}
    assert RunStep.objects.for_workspace(shop.id).count() == 1_200
    assert CustomerTag.objects.for_workspace(shop.id).count() == 600

"""Erasures and merges while mails are claimed, made and settled: nobody's address stays."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.transaction import atomic

from donbay.customers.actions import delete_customer, merge_customers
from donbay.kit.clock import utcnow
from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.claim import claim_batch
from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.messaging.delivery.settle import Settled, settle
from donbay.messaging.journal import Try
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content, a_message, a_source
from tests.messaging.test_erasure import traces

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 60
MAILINGS = 8


class Beside:
    """Another thread with a connection of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(4)

    def run(self, job: Callable[[], object]) -> Future[object]:
        def closing() -> object:
            try:
                return job()
            finally:
                connection.close()

        return self._pool.submit(closing)


def waiting() -> int:
    """Return how many wait for a lock of this database."""
    with connection.cursor() as cursor:
        # A transaction would see for ever what it saw first.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _erase(shop: Shop, customer_id: UUID) -> None:
    with atomic(durable=True):
        delete_customer(actor=shop.actor, now=utcnow(), customer_id=customer_id)


def test_a_claim_that_read_the_address_before_the_erasure() -> None:
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    now = utcnow()
    enqueue_messages(now=now, messages=[a_message(shop, a_content(shop, now=now), lan, due_at=now)])
    worker = uuid4()

    with atomic(durable=True):
        claim = claim_batch(worker, real_now=now)
        assert claim is not None
        erasure = Beside().run(lambda: _erase(shop, lan))
        until(waiting)
    erasure.result(10)
    tries = [Settled(Try(m.id, m.attempt), "sent", "", "to lan@example.vn") for m in claim.messages]
    with atomic(durable=True):
        assert settle(worker, tries, real_now=now, addresses={}) == 1

    assert not traces(shop)


def test_a_message_enqueued_while_its_customer_is_being_erased() -> None:
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    now = utcnow()
    message = a_message(shop, a_content(shop, now=now), lan, due_at=now)

    def another_worker() -> bool:
        with atomic(durable=True):
            enqueue_messages(now=now, messages=[message])
        with atomic(durable=True):
            return claim_batch(uuid4(), real_now=now) is None

    with atomic(durable=True):
        delete_customer(actor=shop.actor, now=now, customer_id=lan)
        passed_over = Beside().run(another_worker).result(10)
    with atomic(durable=True):
        claim = claim_batch(uuid4(), real_now=now)

    assert passed_over
    assert claim is not None
    assert not claim.messages
    assert not traces(shop)


def test_a_message_enqueued_for_somebody_being_merged() -> None:
    shop = a_shop()
    mai = a_customer(shop, full_name="Mai", email="mai@example.vn")
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    now = utcnow()
    message = a_message(shop, a_content(shop, now=now), lan, due_at=now)

    def another_worker() -> None:
        with atomic(durable=True):
            enqueue_messages(now=now, messages=[message])
        with atomic(durable=True):
            claim_batch(uuid4(), real_now=now)

    with atomic(durable=True):
        merge_customers(actor=shop.actor, now=now, keep_id=mai, other_id=lan)
        Beside().run(another_worker).result(10)
    while claim_batch(uuid4(), real_now=now):
        pass
    _erase(shop, mai)

    assert not traces(shop)


@pytest.mark.slow
def test_erasures_and_merges_in_the_midst_of_delivery(tmp_path: Path) -> None:
    shop = a_shop()
    people = [
        a_customer(shop, full_name=f"Kẻ {n}", email=f"lan{n}@example.vn") for n in range(PEOPLE)
    ]
    now = utcnow()
    content = a_content(shop, now=now)
    done = Event()

    def enqueue() -> None:
        for _ in range(MAILINGS):
            source = a_source()
            with atomic(durable=True):
                messages = [
                    a_message(shop, content, id_, due_at=now, source_id=source) for id_ in people
                ]
                enqueue_messages(now=now, messages=messages)
            time.sleep(0.03)

    def deliver(folder: Path) -> None:
        engine = DeliveryEngine(folder, batch=7)
        try:
            while not done.is_set() or engine.run_once():
                engine.run_once()
        finally:
            engine.close()

    def remove() -> None:
        order = people[:]
        random.Random(7).shuffle(order)
        for first, second in zip(order[::2], order[1::2], strict=True):
            with atomic(durable=True):
                merge_customers(actor=shop.actor, now=now, keep_id=first, other_id=second)
            _erase(shop, first)

    beside = Beside()
    delivering = [beside.run(lambda n=n: deliver(tmp_path / str(n))) for n in range(2)]  # type: ignore[misc]  # a default binds n
    coming, going = beside.run(enqueue), beside.run(remove)
    coming.result(60)
    going.result(60)
    done.set()
    for future in delivering:
        future.result(60)

    rows = models.Outbox.objects.for_workspace(shop.id)
    assert rows.count() == PEOPLE * MAILINGS
    assert set(rows.values_list("state", flat=True)) == {"sent", "skipped"}
    assert not traces(shop)

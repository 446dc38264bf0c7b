"""Contents, channels and messages changed by two at once."""

from __future__ import annotations

import random
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic

from donbay.kit.clock import utcnow
from donbay.messaging import models
from donbay.messaging.actions import (
    create_channel,
    delete_content,
    enqueue_messages,
    erase_customers,
    suppress,
    update_channel,
)
from donbay.messaging.errors import ContentInUse
from donbay.messaging.types import ChannelInfo
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content, a_message, a_source
from tests.race.test_erasure import Beside, until, waiting

pytestmark = pytest.mark.django_db(transaction=True)
NOW = utcnow()
ROUNDS = 12


def test_a_content_is_not_deleted_under_messages_being_enqueued() -> None:
    shop = a_shop()
    content = a_content(shop, now=NOW)
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")

    with atomic(durable=True):
        enqueue_messages(now=NOW, messages=[a_message(shop, content, lan, due_at=NOW)])
        deletion = Beside().run(
            lambda: delete_content(actor=shop.actor, now=NOW, content_id=content.id)
        )
        until(lambda: waiting() or deletion.done())

    with pytest.raises(ContentInUse):
        deletion.result(10)
    assert models.Content.objects.for_workspace(shop.id).filter(id=content.id).exists()


def test_an_erasure_gives_way_to_who_locked_the_other_way_round() -> None:
    shop = a_shop()
    content = a_content(shop, now=NOW)
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    for source in (a_source(), a_source()):
        message = a_message(shop, content, lan, due_at=NOW, source_id=source)
        enqueue_messages(now=NOW, messages=[message])
    rows = models.Outbox.objects.for_workspace(shop.id)
    first, second = rows.order_by("id").values_list("id", flat=True)

    def erase() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '4s'")
        erase_customers(shop.id, [lan], NOW)

    with atomic(durable=True), connection.cursor() as cursor:
        # A wait is looked at once, after this time; who looks and finds the circle gives way.
        cursor.execute("SET LOCAL deadlock_timeout = '60s'")
        settle = "UPDATE messaging_outbox SET detail = %s WHERE id = %s"
        # settle.sql's plan over a small table reads it as it lies, not by id.
        cursor.execute(settle, ["told", second])
        erasure = Beside().run(erase)
        until(waiting)
        cursor.execute(settle, ["told", first])
    erasure.result(20)

    assert set(rows.values_list("state", "reason", "detail")) == {("skipped", "customer_gone", "")}


def _channel(shop: Shop, name: str, **values: Any) -> ChannelInfo:
    given: dict[str, Any] = {
        "kind": "inbox", "from_name": "Sen", "from_email": "chao@sen.vn", "config": {},
        "is_default": False, **values,
    }  # fmt: skip
    return create_channel(actor=shop.actor, now=NOW, name=name, **given)


def test_two_managers_change_one_channel() -> None:
    shop = a_shop()
    channel = _channel(shop, "Thư")

    def change(**changes: Any) -> ChannelInfo:
        return update_channel(actor=shop.actor, now=NOW, channel_id=channel.id, changes=changes)

    with atomic(durable=True):
        change(from_name="Hoa Sen")
        other = Beside().run(lambda: change(from_email="hoa@sen.vn"))
        until(lambda: waiting() or other.done())
    other.result(10)

    row = models.Channel.objects.for_workspace(shop.id).get()
    assert (row.from_name, row.from_email) == ("Hoa Sen", "hoa@sen.vn")


def test_two_managers_choose_what_the_shop_sends_by() -> None:
    shop = a_shop()
    with atomic(durable=True):
        _channel(shop, "Một", is_default=True)
        other = Beside().run(lambda: _channel(shop, "Hai", is_default=True))
        until(lambda: waiting() or other.done())
    other.result(10)

    defaults = models.Channel.objects.for_workspace(shop.id).filter(is_default=True)
    assert [row.name for row in defaults] == ["Hai"]


def test_two_lists_of_refused_addresses_that_overlap_are_both_kept() -> None:
    shop = a_shop()
    everybody = [f"k{number}@x.vn" for number in range(600)]

    def keep(addresses: list[str]) -> None:
        with atomic(durable=True):
            suppress(shop.id, addresses, reason="bounce", scope="all", now=NOW)

    for _ in range(ROUNDS):
        models.Suppression.objects.for_workspace(shop.id).delete()
        some = [random.sample(everybody, number) for number in (600, 400, 200, 100)]
        kept = [Beside().run(partial(keep, addresses)) for addresses in some]
        for each in kept:
            each.result(20)

    assert models.Suppression.objects.for_workspace(shop.id).count() == len(everybody)


def test_messages_of_one_shop_hold_no_content_of_another() -> None:
    shop, other = a_shop(), a_shop()
    theirs = a_content(other, now=NOW)
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")

    with atomic(durable=True):
        # A flow of this shop that names the other's content, however that came about.
        enqueue_messages(now=NOW, messages=[a_message(shop, theirs, lan, due_at=NOW)])
        deletion = Beside().run(
            lambda: delete_content(actor=other.actor, now=NOW, content_id=theirs.id)
        )
        until(lambda: waiting() or deletion.done())
        held = not deletion.done()

    deletion.result(10)
    assert not held

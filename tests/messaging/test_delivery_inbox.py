"""Messages through the whole engine into the test inbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from donbay.accounts.queries import business_now
from donbay.kit.clock import utcnow
from donbay.log.queries import events_of_customer
from donbay.messaging import models, queries
from donbay.messaging.actions import enqueue_messages, erase_customers, unsubscribe
from donbay.messaging.delivery.engine import DeliveryEngine
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content, a_message, a_source, agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DeliveryEngine]:
    engine = DeliveryEngine(tmp_path)
    yield engine
    engine.close()


def _states(shop: Shop) -> list[tuple[str, str]]:
    rows = models.Outbox.objects.for_workspace(shop.id).order_by("id")
    return list(rows.values_list("state", "reason"))


def test_a_message_reaches_the_inbox_rendered(engine: DeliveryEngine) -> None:
    now = utcnow()
    shop = a_shop(email="chao@sen.vn", phone="0900000000", address="Hà Nội")
    lan = a_customer(shop, full_name="Nguyễn Thị Lan", email="lan@example.vn")
    content = a_content(shop, now=now)
    enqueue_messages(now=now, messages=[a_message(shop, content, lan, due_at=now)])

    moved = engine.run_once()

    assert moved == 1
    (listed,) = queries.list_inbox(shop.id)
    item = queries.get_inbox_item(shop.id, listed.id)
    assert item.subject == "Quà cho Lan"
    assert item.address == "lan@example.vn"
    assert "Chào Lan" in item.html
    assert "Chào Lan" in item.text
    assert item.headers["From"].endswith("<chao@sen.vn>")
    assert "List-Unsubscribe" not in item.headers
    assert {link["url"] for link in item.links} == {
        "https://sen.vn/?a=1&b=2",
        "https://sen.vn/ebook.pdf",
    }
    assert all(link["href"] in item.html for link in item.links)
    assert "https://sen.vn/ebook.pdf" not in item.html
    assert _states(shop) == [("sent", "")]
    assert "message.sent" in [e.kind for e in events_of_customer(shop.id, lan)]


def test_the_same_message_is_enqueued_once() -> None:
    now = utcnow()
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    message = a_message(shop, a_content(shop, now=now), lan, due_at=now, step="s1", run_id=7)

    first = enqueue_messages(now=now, messages=[message])
    again = enqueue_messages(now=now, messages=[message, message])

    assert (first, again) == (1, 0)


def test_an_advertisement_is_labelled_and_names_the_shop(engine: DeliveryEngine) -> None:
    now = utcnow()
    shop = a_shop(
        email="chao@sen.vn", phone="0911", address="1 Tràng Tiền", website="https://sen.vn"
    )
    lan = a_customer(shop, full_name="Trần Lan", email="lan@example.vn")
    agree(shop, [lan], now=now)
    content = a_content(shop, now=now, purpose="advertising")
    enqueue_messages(now=now, messages=[a_message(shop, content, lan, due_at=now)])

    engine.run_once()

    item = queries.get_inbox_item(shop.id, queries.list_inbox(shop.id)[0].id)
    assert item.subject.startswith("[QC] ")
    for detail in ("chao@sen.vn", "0911", "1 Tràng Tiền", "https://sen.vn", "quyền từ chối"):
        assert detail in item.html
        assert detail in item.text
    assert item.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert item.headers["List-Unsubscribe"].strip("<>") in item.html


@pytest.mark.parametrize(
    ("purpose", "consent", "email", "expected"),
    [
        ("transactional", False, "lan@example.vn", ("sent", "")),
        ("advertising", False, "lan@example.vn", ("skipped", "no_consent")),
        ("care", False, "lan@example.vn", ("skipped", "no_consent")),
        ("advertising", True, "lan@example.vn", ("sent", "")),
        ("transactional", False, "", ("skipped", "no_address")),
    ],
)
def test_the_gate_decides_at_send_time(
    engine: DeliveryEngine, purpose: str, consent: bool, email: str, expected: tuple[str, str]
) -> None:
    now = utcnow()
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", phone="0912345678", email=email)
    content = a_content(shop, now=now, purpose=purpose)
    enqueue_messages(now=now, messages=[a_message(shop, content, lan, due_at=now)])
    if consent:
        agree(shop, [lan], now=now)

    engine.run_once()

    assert _states(shop) == [expected]
    kind = "message.sent" if expected[0] == "sent" else "message.skipped"
    assert kind in [e.kind for e in events_of_customer(shop.id, lan)]


def test_a_fourth_advertisement_in_a_day_is_not_sent(engine: DeliveryEngine) -> None:
    now = utcnow()
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    agree(shop, [lan], now=now)
    content = a_content(shop, now=now, purpose="advertising")
    for _ in range(2):
        two = [a_message(shop, content, lan, due_at=now, source_id=a_source()) for _ in range(2)]
        enqueue_messages(now=now, messages=two)
        engine.run_once()

    assert _states(shop) == [("sent", "")] * 3 + [("skipped", "ad_cap")]


def test_after_a_refusal_only_transactional_mail_goes(engine: DeliveryEngine) -> None:
    now = utcnow()
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    agree(shop, [lan], now=now - timedelta(days=1))
    unsubscribe(now=now, workspace_id=shop.id, refusals={lan: ("lan@example.vn", {"ip": "::1"})})
    advertisement = a_content(shop, now=now, purpose="advertising")
    receipt = a_content(shop, now=now)
    for content in (advertisement, receipt):
        enqueue_messages(now=now, messages=[a_message(shop, content, lan, due_at=now)])

    engine.run_once()

    assert _states(shop) == [("skipped", "unsubscribed"), ("sent", "")]


def test_a_broken_content_fails_alone(engine: DeliveryEngine) -> None:
    now = utcnow()
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    good = a_content(shop, now=now)
    bad = a_content(shop, now=now, subject="{{ given_name | shout }}")
    gone = a_content(shop, now=now)
    enqueue_messages(
        now=now, messages=[a_message(shop, c, lan, due_at=now) for c in (bad, good, gone)]
    )
    models.Content.objects.for_workspace(shop.id).filter(id=gone.id).delete()

    engine.run_once()

    assert _states(shop) == [
        ("failed", "template_error"),
        ("sent", ""),
        ("failed", "content_missing"),
    ]


def test_what_is_due_later_waits(engine: DeliveryEngine) -> None:
    now = business_now(a_shop().id)
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    message = a_message(shop, a_content(shop, now=now), lan, due_at=now + timedelta(days=1))
    enqueue_messages(now=now, messages=[message])

    assert engine.run_once() == 0
    assert _states(shop) == [("ready", "")]


def test_one_shops_crowd_does_not_hold_anothers_single_message(tmp_path: Path) -> None:
    now = utcnow()
    engine = DeliveryEngine(tmp_path, batch=10)
    crowd, single = a_shop(), a_shop()
    for shop, number in ((crowd, 40), (single, 1)):
        lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
        content = a_content(shop, now=now)
        messages = [
            a_message(shop, content, lan, due_at=now - timedelta(hours=1), run_id=run)
            for run in range(number)
        ]
        enqueue_messages(now=now, messages=messages)

    engine._launch()
    engine._launch()

    assert _states(single) == [("sent", "")]
    assert _states(crowd).count(("sent", "")) == 10
    engine.close()


def test_erasing_a_customer_leaves_no_address(engine: DeliveryEngine) -> None:
    now = utcnow()
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    content = a_content(shop, now=now)
    later = a_message(shop, content, lan, due_at=now + timedelta(days=1), step="later")
    enqueue_messages(now=now, messages=[a_message(shop, content, lan, due_at=now), later])
    engine.run_once()

    erase_customers(shop.id, [lan], now)

    assert _states(shop) == [("sent", ""), ("skipped", "customer_gone")]
    assert not queries.list_inbox(shop.id)
    assert not models.Outbox.objects.for_workspace(shop.id).exclude(address="").exists()

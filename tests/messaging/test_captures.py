"""Opens, clicks and refusals caught by the edge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from psycopg.sql import SQL

from donbay.core import registry
from donbay.core.registry import Capture, CaptureOutcome, FacetContext
from donbay.kit.clock import utcnow
from donbay.log.queries import events_of_customer
from donbay.messaging import models, queries
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.messaging.facets import compile_engaged
from donbay.messaging.refusals import confirm_refusals, confirmation_id
from donbay.messaging.tracking import sign_token
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content, a_message, a_source, agree

pytestmark = pytest.mark.django_db
PERSON = {"user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120 Safari/537.36"}


class Mailed:
    """Lan has had an advertisement; here are the tokens of its links."""

    def __init__(self, engine: DeliveryEngine) -> None:
        self.now = utcnow()
        self.engine = engine
        self.shop = a_shop()
        self.lan = a_customer(self.shop, full_name="Lan", email="lan@example.vn")
        agree(self.shop, [self.lan], now=self.now - timedelta(days=1))
        self.content = a_content(self.shop, now=self.now, purpose="advertising")
        self.send()
        item = queries.get_inbox_item(self.shop.id, queries.list_inbox(self.shop.id)[0].id)
        hrefs = [link["href"] for link in item.links]
        assert item.message_id is not None
        self.message_id = item.message_id
        self.clicks = [href.rpartition("/")[2] for href in hrefs if "/t/c/" in href]
        self.refusal = next(href.rpartition("/")[2] for href in hrefs if "/t/u/" in href)
        self.open = item.html.partition("/t/o/")[2].partition('"')[0]

    def send(self) -> None:
        message = a_message(
            self.shop, self.content, self.lan, due_at=self.now, source_id=a_source()
        )
        enqueue_messages(now=self.now, messages=[message])
        self.engine.run_once()

    def catch(
        self, kind: str, token: str, context: dict[str, Any] | None = None, **payload: Any
    ) -> CaptureOutcome:
        capture = Capture(
            1, self.shop.id, uuid4(), kind, {"token": token, **payload}, context or PERSON, self.now
        )
        (outcome,) = registry.capture_processors.get(kind).process(
            self.shop.id, [capture], self.now
        )
        return outcome

    def kinds(self) -> list[str]:
        return [event.kind for event in events_of_customer(self.shop.id, self.lan)]


@pytest.fixture
def mailed(tmp_path: Path) -> Iterator[Mailed]:
    engine = DeliveryEngine(tmp_path)
    yield Mailed(engine)
    engine.close()


def test_opens_and_clicks_count_once_as_events(mailed: Mailed) -> None:
    for _ in range(2):
        assert mailed.catch("open", mailed.open).error is None
        assert mailed.catch("click", mailed.clicks[0]).error is None

    assert mailed.kinds().count("message.opened") == 1
    assert mailed.kinds().count("message.clicked") == 1
    rows = models.Engagement.objects.for_workspace(mailed.shop.id)
    assert sorted(rows.values_list("kind", "times", "bot")) == [
        ("click", 2, False),
        ("open", 2, False),
    ]


@pytest.mark.parametrize(
    ("context", "payload"),
    [
        ({"user_agent": "Barracuda Sentinel"}, {}),
        ({"user_agent": ""}, {}),
        (PERSON, {"method": "HEAD"}),
        (PERSON, {"prefetch": True}),
    ],
)
def test_machines_are_kept_apart(
    mailed: Mailed, context: dict[str, Any], payload: dict[str, Any]
) -> None:
    mailed.catch("click", mailed.clicks[0], context, **payload)

    assert "message.clicked" not in mailed.kinds()
    assert models.Engagement.objects.for_workspace(mailed.shop.id).get().bot


def test_only_a_post_unsubscribes(mailed: Mailed) -> None:
    mailed.catch("unsubscribe", mailed.refusal, method="GET")
    mailed.send()
    assert models.Outbox.objects.for_workspace(mailed.shop.id).filter(state="sent").count() == 2

    mailed.catch("unsubscribe", mailed.refusal, method="POST")
    mailed.send()

    last = models.Outbox.objects.for_workspace(mailed.shop.id).latest("id")
    assert (last.state, last.reason) == ("skipped", "unsubscribed")
    assert mailed.kinds().count("message.unsubscribed") == 1
    assert mailed.kinds().count("consent.withdrawn") >= 1


def test_a_refusal_is_confirmed_once_with_its_time(mailed: Mailed) -> None:
    advertised = len(queries.list_inbox(mailed.shop.id))
    for _ in range(2):
        mailed.catch("unsubscribe", mailed.refusal, method="POST")
        mailed.engine.run_once()

    listed = queries.list_inbox(mailed.shop.id)
    assert len(listed) == advertised + 1
    mail = queries.get_inbox_item(mailed.shop.id, listed[0].id)
    shop = mailed.shop.slug.title()
    at = mailed.now.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%H:%M %d/%m/%Y")
    assert mail.subject == f"{shop} đã ngừng gửi thư quảng cáo cho bạn"
    assert f"Chào Lan,</p><p>{shop} đã nhận yêu cầu" in mail.html.replace("\n", "")
    assert f"lúc {at}." in mail.text
    assert "List-Unsubscribe" not in mail.headers


def test_a_shop_words_its_confirmation_itself_and_gets_a_deleted_one_back(mailed: Mailed) -> None:
    mailed.catch("unsubscribe", mailed.refusal, method="POST")
    contents = models.Content.objects.for_workspace(mailed.shop.id)
    confirmation = contents.get(id=confirmation_id(mailed.shop.id))
    contents.filter(id=confirmation.id).update(subject="Đã dừng", version=2)
    mailed.engine.run_once()
    assert queries.list_inbox(mailed.shop.id)[0].subject == "Đã dừng"

    contents.filter(id=confirmation.id).delete()
    confirm_refusals(mailed.shop.id, {mailed.lan: 99}, mailed.now)
    mailed.engine.run_once()
    assert queries.list_inbox(mailed.shop.id)[0].subject == confirmation.subject.replace(
        "{{ shop_name }}", mailed.shop.slug.title()
    )


def test_a_foreign_or_forged_token_is_a_kept_error(mailed: Mailed) -> None:
    other: Shop = a_shop()
    foreign = sign_token("o", other.id, mailed.message_id)

    for token in ("x", "A" + mailed.open[1:], foreign, mailed.clicks[0]):
        outcome = mailed.catch("open", token)
        assert outcome.error is not None
        assert outcome.error["code"] == "token_bad"
    gone = mailed.catch("open", sign_token("o", mailed.shop.id, 999_999_999))
    assert gone.error is not None
    assert gone.error["code"] == "message_unknown"


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("ever", None, True),
        ("never", None, False),
        ("within_days", 1, True),
        ("at_least", 2, False),
    ],
)
def test_segments_can_ask_about_clicks(
    mailed: Mailed, operator: str, value: object, expected: bool
) -> None:
    mailed.catch("click", mailed.clicks[0])
    context = FacetContext(mailed.shop.id, mailed.now)

    assert _matches(mailed.lan, context, operator, value) is expected


def _matches(lan: UUID, context: FacetContext, operator: str, value: object) -> bool:
    predicate = compile_engaged("click")(context, operator, value)
    query = SQL("SELECT c.id FROM customers_v_customer AS c WHERE {}").format(predicate)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return lan in {row[0] for row in cursor.fetchall()}


def test_a_facet_refuses_what_is_no_number() -> None:
    context = FacetContext(1, datetime.now().astimezone())
    for value in ("x", -1, 10**9):
        with pytest.raises(ValueError):
            compile_engaged("open")(context, "within_days", value)

"""A test of an e-mail: as it stands in the editor, to a member, counted nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from donbay.accounts.queries import list_members
from donbay.customers.actions import delete_customer
from donbay.kit.clock import utcnow
from donbay.kit.ids import uuid7
from donbay.messaging import models, sending
from donbay.messaging.channels.base import Account
from donbay.messaging.smtp import Outgoing
from tests.factories.accounts import Api, a_key_api, a_member, an_api
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import TREE, a_content

pytestmark = pytest.mark.django_db
DRAFT = {"subject": "Quà mới cho {{ given_name }}", "purpose": "transactional", "tree": TREE}


@pytest.fixture
def shop() -> Shop:
    return a_shop(phone="0900", email="chao@sen.vn", address="1 Tràng Tiền, Hà Nội")


@pytest.fixture
def path(shop: Shop) -> str:
    return f"/contents/{a_content(shop, now=utcnow()).id}/test"


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop, "editor")


def address(shop: Shop, role: str) -> str:
    return next(member.email for member in list_members(shop.id) if member.role == role)


def test_what_stands_in_the_editor_reaches_ones_own_address(
    shop: Shop, path: str, api: Api
) -> None:
    lan = a_customer(shop, full_name="Trần Lan", email="lan@example.vn")

    sent = api("POST", path, {**DRAFT, "customer_id": str(lan)})

    assert sent.status_code == 200, sent.content
    assert sent.json()["address"] == address(shop, "editor")
    mail = api("GET", f"/inbox/{sent.json()['inbox_id']}").json()
    assert mail["subject"] == "[Thử] Quà mới cho Lan"
    assert mail["address"] == address(shop, "editor")
    assert "Chào Lan" in mail["html"]
    assert "https://sen.vn/ebook.pdf" in mail["html"]
    # Nothing of it is counted.
    assert not models.Outbox.objects.for_workspace(shop.id).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log_event WHERE kind LIKE %s", ["message.%"])
        assert cursor.fetchone() == (0,)
    delete_customer(actor=shop.actor, now=utcnow(), customer_id=lan)
    assert not models.InboxMessage.objects.for_workspace(shop.id).exists()


def test_without_a_customer_the_examples_stand_there(path: str, api: Api) -> None:
    api.headers["Accept-Language"] = "en"
    given = {**DRAFT, "purpose": "advertising"}

    sent = [api("POST", path, given).json() for _ in range(2)]

    subject = api("GET", f"/inbox/{sent[0]['inbox_id']}").json()["subject"]
    assert subject.startswith("[Test] [QC] Quà mới cho ")
    assert sent[0]["inbox_id"] != sent[1]["inbox_id"]


def test_who_manages_members_may_send_to_another(shop: Shop, path: str, api: Api) -> None:
    other = a_member(shop, "viewer")
    member = next(member for member in list_members(shop.id) if member.user_id == other.id)
    to_other = {**DRAFT, "member_id": str(member.id)}

    assert api("POST", path, to_other).json()["code"] == "forbidden"
    assert an_api(shop)("POST", path, to_other).json()["address"] == other.email
    assert a_key_api(shop)("POST", path, to_other).json()["address"] == other.email
    nobody = a_key_api(shop)("POST", path, DRAFT)
    assert nobody.status_code == 422
    assert nobody.json()["errors"][0]["pointer"] == "/member_id"


@pytest.mark.parametrize(
    ("given", "status", "pointer"),
    [
        ({"subject": " "}, 422, "/subject"),
        ({"subject": "Chào {{ given_name"}, 422, "/subject"),
        ({"tree": {"version": 1, "blocks": [{"type": "nothing"}]}}, 422, ""),
        ({"customer_id": str(uuid7())}, 404, ""),
        ({"member_id": str(uuid7())}, 404, ""),
    ],
)
def test_what_cannot_be_sent_is_told(
    shop: Shop, path: str, given: dict[str, Any], status: int, pointer: str
) -> None:
    answer = an_api(shop)("POST", path, {**DRAFT, **given})

    assert answer.status_code == status, answer.content
    if pointer:
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert not models.InboxMessage.objects.for_workspace(shop.id).exists()


def test_tests_are_not_for_sending_around(shop: Shop, path: str, api: Api) -> None:
    answers = [api("POST", path, DRAFT).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]
    assert an_api(shop, "editor")("POST", path, DRAFT).status_code == 200


def test_it_goes_by_what_the_shop_sends_by(
    path: str, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[tuple[Account, Outgoing]] = []

    def transmit(account: Account, message: Outgoing) -> str:
        gone.append((account, message))
        return "250 OK"

    monkeypatch.setattr(sending, "transmit_now", transmit)
    sent = api("POST", path, DRAFT).json()

    ((account, message),) = gone
    assert sent == {"address": message.recipient, "inbox_id": None}
    assert message.sender == account.from_email == "chao@sen.vn"

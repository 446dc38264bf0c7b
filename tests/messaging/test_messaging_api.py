"""Contents, messages, inbox and channels over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from donbay.accounts.queries import list_audit
from donbay.core.encryption import encrypt_json
from donbay.kit.clock import utcnow
from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.messaging.queries import find_account, get_content, workspace_of
from tests.factories.accounts import Api, an_api
from tests.factories.people import Shop, a_customer, a_shop
from tests.harness.sink import a_sink
from tests.messaging.builders import TREE, a_content, a_message

pytestmark = pytest.mark.django_db
BODY = {"name": "Thư", "subject": "Chào {{ given_name }}", "purpose": "care", "tree": TREE}


@pytest.fixture
def shop() -> Shop:
    return a_shop(phone="0900", email="chao@sen.vn")


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DeliveryEngine]:
    engine = DeliveryEngine(tmp_path)
    yield engine
    engine.close()


def test_the_life_of_a_content(api: Api, shop: Shop) -> None:
    lan = a_customer(shop, full_name="Trần Lan", email="lan@example.vn")
    made = api("POST", "/contents", BODY)
    id_ = made.json()["id"]
    changed = api("PUT", f"/contents/{id_}", {**BODY, "name": "Mới", "base_version": 1})
    stale = api("PUT", f"/contents/{id_}", {**BODY, "base_version": 1})
    seen = api("POST", f"/contents/{id_}/preview", {"customer_id": str(lan)})
    listed = api("GET", "/contents?limit=1")
    removed = api("DELETE", f"/contents/{id_}")

    assert (made.status_code, changed.status_code, stale.status_code) == (201, 200, 409)
    assert made.json()["problems"] == []
    assert changed.json()["version"] == 2
    assert seen.json()["subject"] == "Chào Lan"
    assert "Chào Lan" in seen.json()["html"]
    assert [item["name"] for item in listed.json()["items"]] == ["Mới"]
    assert removed.status_code == 204
    assert api("GET", f"/contents/{id_}").status_code == 404


def test_an_unknown_merge_field_is_named_in_both_languages(api: Api) -> None:
    body = {**BODY, "subject": "{{ given_nam }}"}

    made = api("POST", "/contents", body)

    (problem,) = made.json()["problems"]
    assert problem["code"] == "merge_field_unknown"
    assert problem["pointer"] == "/subject"
    assert "given_nam" in problem["message"]


@pytest.mark.parametrize(
    "tree",
    [
        {"version": 2, "blocks": []},
        {"version": 1, "blocks": [{"type": "script"}]},
        {"version": 1, "blocks": [{"type": "text"}]},
    ],
)
def test_a_tree_that_is_none_is_refused_with_pointers(api: Api, tree: object) -> None:
    refused = api("POST", "/contents", {**BODY, "tree": tree})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"].startswith("/tree")


def test_a_content_that_messages_wait_for_stays(api: Api, shop: Shop) -> None:
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    content = a_content(shop, now=utcnow())
    enqueue_messages(now=utcnow(), messages=[a_message(shop, content, lan, due_at=utcnow())])

    refused = api("DELETE", f"/contents/{content.id}")

    assert (refused.status_code, refused.json()["code"]) == (409, "content_in_use")
    assert get_content(shop.id, content.id).id == content.id


def test_messages_and_inbox_show_what_happened(
    api: Api, shop: Shop, engine: DeliveryEngine
) -> None:
    now = utcnow()
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn")
    sent, skipped = a_content(shop, now=now), a_content(shop, now=now, purpose="care")
    messages = [a_message(shop, content, lan, due_at=now) for content in (sent, skipped)]
    enqueue_messages(now=now, messages=messages)
    engine.run_once()

    listed = api("GET", "/messages?state=skipped").json()["items"]
    (item,) = api("GET", "/inbox").json()["items"]
    full = api("GET", f"/inbox/{item['id']}").json()
    frame = api("GET", f"/inbox/{item['id']}/frame")

    assert [message["reason"] for message in listed] == ["no_consent"]
    assert listed[0]["reason_text"]
    assert full["headers"]["To"] == "lan@example.vn"
    assert len(full["links"]) == 2
    assert frame["Content-Security-Policy"].startswith("sandbox")
    assert "script" not in frame["Content-Security-Policy"].partition("default-src 'none'")[2]


def test_channels_keep_their_secrets(api: Api, shop: Shop) -> None:
    config = {"host": "smtp.example.vn", "username": "u", "password": "geheim"}
    body = {"kind": "smtp", "name": "Chính", "config": config, "is_default": True}
    made = api("POST", "/channels", body)
    id_ = made.json()["id"]
    changed = api("PATCH", f"/channels/{id_}", {"config": {"port": 2525}})
    second = api("POST", "/channels", {**body, "name": "Phụ"})
    listed = api("GET", "/channels").json()

    assert made.json()["config"]["password"] is True
    assert changed.json()["config"] == {**config, "password": True, "port": 2525}
    assert second.status_code == 201
    assert [c["is_default"] for c in listed["items"]] == [False, True]
    assert {kind["kind"] for kind in listed["kinds"]} == {"inbox", "smtp"}
    stored = models.Channel.objects.for_workspace(shop.id).get(id=id_).config_encrypted
    assert "geheim" not in stored


@pytest.mark.parametrize(
    ("config", "pointer"),
    [
        ({}, "/config/host"),
        ({"host": "a b"}, "/config/host"),
        ({"host": "x.vn", "port": 99999}, "/config/port"),
        ({"host": "x.vn", "port": 0}, "/config/port"),
        ({"host": "x.vn", "port": "abc"}, "/config/port"),
        ({"host": "x.vn", "connections": 21}, "/config/connections"),
        ({"host": "x.vn", "security": "ssl"}, "/config/security"),
        ({"host": "x.vn", "unknown": 1}, "/config"),
        (
            {"host": "x.vn", "security": "none", "username": "u", "password": "p"},
            "/config/security",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused_at_their_field(
    api: Api, config: object, pointer: str
) -> None:
    refused = api("POST", "/channels", {"kind": "smtp", "name": "x", "config": config})

    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["pointer"] == pointer
    assert "invalid literal" not in error["message"]


def test_a_channel_is_not_named_by_blanks(api: Api) -> None:
    refused = api("POST", "/channels", {"kind": "inbox", "name": "   "})

    assert [error["pointer"] for error in refused.json()["errors"]] == ["/name"]


def test_a_private_server_is_not_reached(api: Api) -> None:
    config = {"host": "127.0.0.1", "port": 25, "security": "none"}
    made = api("POST", "/channels", {"kind": "smtp", "name": "x", "config": config})

    answer = api("POST", f"/channels/{made.json()['id']}/test", {"recipient": "a@b.vn"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "channel_host_private"
    assert "nằm trong mạng nội bộ" in answer.json()["title"]


def a_server(api: Api, port: int) -> str:
    config = {"host": "127.0.0.1", "port": port, "security": "none"}
    made = api("POST", "/channels", {"kind": "smtp", "name": "x", "config": config})
    return str(made.json()["id"])


def test_a_channel_is_tried_with_a_real_server(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONBAY_ALLOW_PRIVATE_SMTP", "1")
    log = tmp_path / "log"
    with a_sink(log) as sink:
        path = f"/channels/{a_server(api, sink.port)}/test"
        taken = api("POST", path, {"recipient": " A@B.vn "})
        refused = api("POST", path, {"recipient": "refuse@b.vn"})
    gone = api("POST", path, {"recipient": "a@b.vn"})

    assert taken.json()["answer"].startswith("250")
    assert taken.json()["inbox_id"] is None
    assert [line.split()[1] for line in log.read_text().splitlines()] == ["a@b.vn"]
    assert refused.json()["code"] == "channel_refused"
    assert "550 5.1.1" in refused.json()["title"]
    assert gone.json()["code"] == "channel_host_unreachable"
    assert str(sink.port) in gone.json()["title"]


@pytest.mark.parametrize("recipient", ["khong-co-a-cong", "a@b", "a@b.vn\r\nX: y"])
def test_a_test_goes_to_an_address_only(api: Api, recipient: str) -> None:
    made = api("POST", "/channels", {"kind": "inbox", "name": "Thử"}).json()

    refused = api("POST", f"/channels/{made['id']}/test", {"recipient": recipient})

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/recipient"]


def test_a_test_of_the_test_inbox_is_found_there(api: Api) -> None:
    made = api("POST", "/channels", {"kind": "inbox", "name": "Thử"}).json()

    sent = api("POST", f"/channels/{made['id']}/test", {"recipient": "a@b.vn"}).json()

    mail = api("GET", f"/inbox/{sent['inbox_id']}").json()
    assert (mail["address"], mail["customer_id"], mail["message_id"]) == ("a@b.vn", None, None)
    assert "Kênh gửi thư hoạt động" in mail["text"]


def test_without_the_default_channel_mails_go_to_the_test_inbox_again(api: Api, shop: Shop) -> None:
    body = {"kind": "smtp", "name": "x", "config": {"host": "x.vn"}, "is_default": True}
    made = api("POST", "/channels", body).json()
    assert find_account(workspace_of(shop.id)).kind == "smtp"

    assert api("DELETE", f"/channels/{made['id']}").status_code == 204

    listed = api("GET", "/channels").json()
    assert (listed["items"], listed["fallback"]) == ([], "inbox")
    assert find_account(workspace_of(shop.id)).kind == "inbox"
    (noted,) = list_audit(shop.id, action="channel.deleted")
    assert str(noted.item_id) == made["id"]


def test_a_setting_kept_before_it_was_checked_is_told_at_the_test(api: Api, shop: Shop) -> None:
    made = api("POST", "/channels", {"kind": "smtp", "name": "x", "config": {"host": "x.vn"}})
    rows = models.Channel.objects.for_workspace(shop.id).filter(id=made.json()["id"])
    rows.update(config_encrypted=encrypt_json({"host": "x.vn", "port": 0}))

    answer = api("POST", f"/channels/{made.json()['id']}/test", {"recipient": "a@b.vn"})

    assert [error["pointer"] for error in answer.json()["errors"]] == ["/config/port"]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ({"type": "button", "label": "Mua", "url": ""}, "link_missing"),
        ({"type": "button", "label": "Mua", "url": "https://"}, "link_missing"),
        ({"type": "product", "name": "Son", "url": "son-duong"}, "link_missing"),
        ({"type": "image", "src": " "}, "image_missing"),
        ({"type": "button", "label": "Mua", "url": "https://sen.vn"}, None),
        ({"type": "button", "label": "Gọi", "url": "tel:0912345678"}, None),
        ({"type": "button", "label": "Mã", "url": "{{ email }}"}, None),
    ],
)
def test_a_dead_button_and_an_empty_frame_are_named(
    api: Api, block: dict[str, str], code: str | None
) -> None:
    tree = {"version": 1, "blocks": [block]}

    problems = api("POST", "/contents", {**BODY, "tree": tree}).json()["problems"]

    found = [(each["code"], each["severity"]) for each in problems]
    assert found == ([(code, "warning")] if code else [])
    assert all(each["pointer"].startswith("/tree/blocks/0/") for each in problems)


def test_two_channels_cannot_have_one_name(api: Api) -> None:
    body = {"kind": "inbox", "name": "Thư", "from_email": "chao@sen.vn"}
    first = api("POST", "/channels", body)
    second = api("POST", "/channels", {**body, "name": "Thư 2"})

    again = api("POST", "/channels", body)
    renamed = api("PATCH", f"/channels/{second.json()['id']}", {"name": "Thư"})
    same = api("PATCH", f"/channels/{first.json()['id']}", {"name": "Thư"})

    assert [again.status_code, renamed.status_code, same.status_code] == [422, 422, 200]
    assert again.json()["errors"][0]["pointer"] == "/name"

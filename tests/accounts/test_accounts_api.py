"""Signing in, members, keys, the demo clock and the words of failures, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from donbay.accounts import queries
from donbay.accounts.actions import create_api_key, create_workspace, note_key_use
from donbay.accounts.permissions import require
from donbay.core.errors import NotFound
from donbay.core.types import Actor
from donbay.kit.clock import utcnow
from donbay.kit.ids import uuid7
from tests.factories.accounts import PASSWORD, Api, a_key_api, a_member, an_api
from tests.factories.people import NOW, Shop, a_shop

pytestmark = pytest.mark.django_db


def test_signing_in_shows_the_workspaces_one_may_enter() -> None:
    shop = a_shop()
    user = a_member(shop, "editor")
    browser = Client(enforce_csrf_checks=True)
    browser.get("/_allauth/browser/v1/config")

    answer = browser.post(
        "/_allauth/browser/v1/auth/login",
        {"email": user.email, "password": PASSWORD},
        content_type="application/json",
        headers={"X-CSRFToken": browser.cookies["csrftoken"].value},
    )

    assert answer.status_code == 200
    me = browser.get("/api/v1/me").json()
    assert me["user"]["email"] == user.email
    assert [(w["slug"], w["role"]) for w in me["workspaces"]] == [(shop.slug, "editor")]


def test_nobody_can_sign_themselves_up() -> None:
    answer = Client().post(
        "/_allauth/browser/v1/auth/signup",
        {"email": "stranger@x.vn", "password": PASSWORD},
        content_type="application/json",
    )

    assert answer.status_code == 403


def test_a_write_by_session_needs_the_csrf_token() -> None:
    shop = a_shop()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_member(shop))

    answer = browser.patch(
        f"/api/v1/w/{shop.slug}/workspace", {"name": "Khác"}, content_type="application/json"
    )

    assert answer.status_code == 403


def test_a_stranger_gets_the_same_answer_as_for_no_such_shop() -> None:
    shop, other = a_shop(), a_shop()
    api = Api(other, a_member(shop))

    answer = api("GET", "/workspace")
    nowhere = Api(Shop(0, "no-such-shop"), a_member(shop))("GET", "/workspace")

    assert answer.status_code == nowhere.status_code == 404
    assert answer.json() == nowhere.json()


def test_signed_out_is_said_in_the_language_asked_for() -> None:
    shop = a_shop()
    answer = Client().get(
        f"/api/v1/w/{shop.slug}/workspace", headers={"Accept-Language": "en-GB,en;q=0.9"}
    )

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "signed_out"
    assert answer.json()["title"] == "Sign in to go on."


def test_wrong_input_names_the_field() -> None:
    answer = an_api(a_shop())("POST", "/members", {"email": "khong-phai", "name": "An"})

    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/email", "/role"}


def test_banks_are_chosen_by_name_and_make_the_account() -> None:
    api = an_api(a_shop())

    banks = api("GET", "/banks").json()
    (vcb,) = [bank for bank in banks if bank["name"] == "Vietcombank"]
    account = {"bin": vcb["bin"], "account": "0011004455667", "name": "NGUYEN THI LAN"}
    kept = api("PATCH", "/workspace", {"settings": {"bank": account}}).json()

    assert vcb == {"bin": "970436", "name": "Vietcombank"}
    names = [bank["name"].lower() for bank in banks]
    assert names == sorted(names)
    assert kept["settings"]["bank"] == account


def test_a_member_is_added_and_enters() -> None:
    shop = a_shop()
    api = an_api(shop)

    made = api(
        "POST",
        "/members",
        {"email": "Lan@shop.vn", "name": "Lan", "role": "viewer", "password": PASSWORD},
    )

    assert made.status_code == 201
    assert made.json()["email"] == "lan@shop.vn"
    again = api("POST", "/members", {"email": "lan@shop.vn", "name": "Lan", "role": "viewer"})
    assert again.status_code == 409
    weak = api("POST", "/members", {"email": "b@shop.vn", "name": "B", "role": "viewer"})
    assert weak.json()["code"] == "password_needed"


def test_the_last_manager_stays() -> None:
    shop = a_shop()
    api = an_api(shop)
    (only,) = queries.list_members(shop.id)

    answer = api("PATCH", f"/members/{only.id}", {"role": "viewer"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "last_manager"


def test_a_key_works_until_it_is_revoked_and_in_its_shop_only() -> None:
    shop, other = a_shop(), a_shop()
    api = an_api(shop)
    made = api("POST", "/api-keys", {"name": "Kho", "role": "viewer"}).json()
    key = Api(shop, secret=made["secret"])

    assert key("GET", "/workspace").status_code == 200
    assert Api(other, secret=made["secret"])("GET", "/workspace").status_code == 401
    assert key("PATCH", "/workspace", {"name": "Khác"}).status_code == 403
    assert api("DELETE", f"/api-keys/{made['id']}").status_code == 204
    assert key("GET", "/workspace").status_code == 401


def test_the_demo_clock_goes_forward_only() -> None:
    shop = a_shop()
    api = an_api(shop)

    moved = api("POST", "/clock/advance", {"seconds": 2 * 86_400}).json()
    back = api("POST", "/clock/advance", {"until": utcnow().isoformat()})

    assert moved["offset_seconds"] == pytest.approx(2 * 86_400, abs=5)
    ahead = queries.business_now(shop.id) - utcnow()
    assert timedelta(days=1, hours=23) < ahead < timedelta(days=2, hours=1)
    assert back.json()["code"] == "clock_backwards"


def test_a_real_shop_has_no_clock_to_move() -> None:
    id_ = create_workspace(slug="that", name="Thật", now=NOW, settings={})
    answer = an_api(Shop(id_, "that"))("POST", "/clock/advance", {"seconds": 60})

    assert answer.json()["code"] == "not_demo"


def test_settings_keep_what_was_not_sent() -> None:
    shop = a_shop(phone="0912345678")
    api = an_api(shop)

    api("PATCH", "/workspace", {"settings": {"address": "12 Lê Lợi, Huế"}})

    assert api("GET", "/workspace").json()["settings"] == {
        "phone": "0912345678",
        "address": "12 Lê Lợi, Huế",
    }
    entries = api("GET", "/audit").json()["items"]
    assert "workspace.updated" in {entry["action"] for entry in entries}


def test_audit_pages_by_cursor() -> None:
    shop = a_shop()
    api = an_api(shop)
    for number in range(3):
        api("PATCH", "/workspace", {"name": f"Tên {number}"})

    first = api("GET", "/audit?limit=2").json()
    second = api("GET", f"/audit?limit=200&cursor={first['next_cursor']}").json()

    ids = [entry["id"] for entry in first["items"] + second["items"]]
    assert len(ids) == len(set(ids)) == 4  # the member added, and three changes
    assert api("GET", "/audit?cursor=xyz").json()["code"] == "bad_cursor"


def test_what_is_restricted_is_its_owners_and_the_managers() -> None:
    shop = a_shop()
    people = [queries.find_actor(a_member(shop, role), shop.slug) for role in ("editor", "editor")]
    mine, other = [member for member in people if member is not None]
    manager = queries.find_actor(a_member(shop, "manager"), shop.slug)
    assert manager is not None
    key = Actor("api_key", uuid7(), shop.id, "editor", "Kho")
    restricted = _Item(id=uuid7(), owner_id=mine.id, access="restricted")

    require(mine, "page.edit", restricted)
    require(manager, "page.edit", restricted)
    for stranger in (other, key):
        with pytest.raises(NotFound):
            require(stranger, "page.view", restricted)
        require(stranger, "page.edit", _Item(id=uuid7(), owner_id=mine.id, access="public"))
        with pytest.raises(NotFound):
            require(stranger, "page.view", _Item(id=uuid7(), owner_id=None, access="restricted"))


@dataclass
class _Item:
    id: UUID
    owner_id: UUID | None
    access: str


def test_a_keys_last_use_is_kept_to_the_minute() -> None:
    shop = a_shop()
    api = a_key_api(shop)
    (unused,) = queries.list_api_keys(shop.id)

    api("GET", "/workspace")

    (used,) = queries.list_api_keys(shop.id)
    assert unused.last_used_at is None
    assert used.last_used_at is not None
    key = Actor("api_key", used.id, shop.id, "manager", "key")
    note_key_use(actor=key, now=used.last_used_at + timedelta(seconds=59))
    assert queries.list_api_keys(shop.id) == [used]
    later = used.last_used_at + timedelta(seconds=60)
    note_key_use(actor=key, now=later)
    assert [row.last_used_at for row in queries.list_api_keys(shop.id)] == [later]


def test_a_wrong_key_is_no_use_of_the_right_one() -> None:
    shop, other = a_shop(), a_shop()
    _, secret = create_api_key(actor=shop.actor, now=NOW, name="key", role="viewer")

    elsewhere = Api(other, secret=secret)("GET", "/workspace")

    assert elsewhere.status_code == 401
    assert [row.last_used_at for row in queries.list_api_keys(shop.id)] == [None]


@pytest.mark.parametrize("patch", [{"role": "viewer"}, {"active": False}])
def test_nobody_takes_the_shop_from_its_owner(patch: dict[str, object]) -> None:
    shop = a_shop()
    owner = a_member(shop, "owner")
    api = an_api(shop, "manager")
    (member,) = (m for m in api("GET", "/members").json() if m["user_id"] == str(owner.id))

    answer = api("PATCH", f"/members/{member['id']}", patch)

    assert (answer.status_code, answer.json()["code"]) == (409, "owner_stays")
    assert member in api("GET", "/members").json()


@pytest.mark.parametrize(
    ("password", "code", "said"),
    [
        (None, "password_needed", "chưa có tài khoản"),
        ("", "password_needed", "chưa có tài khoản"),
        ("ngan-qua9", "weak_password", "ít nhất 10 ký tự"),
        ("9081726354", "weak_password", "không toàn chữ số"),
    ],
)
def test_a_first_password_is_asked_for_in_words_at_its_field(
    password: str | None, code: str, said: str
) -> None:
    given = {"email": "moi@shop.vn", "name": "Mai", "role": "viewer", "password": password}

    answer = an_api(a_shop())("POST", "/members", given).json()

    (error,) = answer["errors"]
    assert (error["pointer"], error["code"]) == ("/password", code)
    assert said in error["message"]


@pytest.mark.parametrize(
    ("method", "path", "given"),
    [
        ("POST", "/api-keys", {"name": "  ", "role": "viewer"}),
        ("POST", "/members", {"name": "  ", "role": "viewer", "email": "a@shop.vn"}),
        ("PATCH", "/workspace", {"name": "   "}),
    ],
)
def test_a_name_of_blanks_is_none(method: str, path: str, given: dict[str, str]) -> None:
    answer = an_api(a_shop())(method, path, given)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/name"]

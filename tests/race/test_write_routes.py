"""Writes of the API called by several at the same moment: each gets an answer, none a failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic

from donbay.accounts.queries import find_workspace
from donbay.app.demo.seed import SLUG, seed_once
from donbay.customers.actions import add_tag, delete_tag, ensure_tag
from donbay.customers.errors import TagNotFound
from tests.factories.accounts import PASSWORD, Api, a_member, an_api
from tests.factories.people import NOW, Shop, a_customer, a_shop
from tests.factories.requests import Route, routes, send
from tests.isolation.test_two_shops import FREE, look_at
from tests.race.test_erasure import Beside, until, waiting

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4

Call = Callable[[Api], Any]


def at_once(api: Api, *calls: Call) -> list[Any]:
    """Make calls that meet: each has looked at what is there before any of them commits.

    The audit log, where writes end, takes nothing until all calls are done or wait.
    """
    users = [Api(api.shop) for _ in calls]
    for user in users:
        user.client.cookies = api.client.cookies
    beside = Beside()
    with atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_audit_log, log_event IN SHARE MODE")
        asked = [beside.run(partial(call, one)) for call, one in zip(calls, users, strict=True)]
        until(lambda: waiting() >= sum(not future.done() for future in asked))
    return [future.result(30) for future in asked]


def statuses(answers: list[Any]) -> dict[int, int]:
    return dict(Counter(answer.status_code for answer in answers))


def codes(answers: list[Any]) -> set[str]:
    return {answer.json()["code"] for answer in answers if answer.status_code >= 400}


@pytest.fixture
def api() -> Api:
    return an_api(a_shop(), "owner")


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.content
    made: dict[str, Any] = answer.json()
    return made


PAGE = {"template": "ebook", "name": "Nhận e-book"}
PRODUCT = {"name": "Serum hoa sen", "price": 389_000, "sku": "SEN-30"}
VOUCHER = {"name": "Ưu đãi", "kind": "percent", "value": 10}
FIELD = {"key": "loai_da", "label": "Loại da", "kind": "text"}
CHANNEL = {"name": "Thư", "kind": "inbox", "from_name": "Sen", "from_email": "chao@sen.vn"}
CONTENT = {
    "name": "Chào", "subject": "Chào bạn", "purpose": "care",
    "tree": {"version": 1, "blocks": []},
}  # fmt: skip
MEMBER = {"email": "moi@shop.vn", "name": "Mới", "role": "editor", "password": PASSWORD}
CUSTOMER = {"full_name": "Lan", "phone": "0912345678", "email": "lan@example.vn"}
ALL, ONE = TIMES, 1
# path, what is sent, how many are let through with 200 or 201, and what the others are told
CREATED: list[tuple[str, dict[str, Any], int, str]] = [
    ("/pages", PAGE, ALL, ""),
    ("/members", MEMBER, ONE, "member_exists"),
    ("/products", PRODUCT, ONE, "product_taken"),
    ("/products", {**PRODUCT, "slug": "serum-hoa-sen", "sku": ""}, ONE, "product_taken"),
    ("/vouchers", VOUCHER, ONE, "voucher_name_taken"),
    ("/tags", {"name": "Da khô"}, ALL, ""),
    ("/customer-fields", FIELD, ONE, "field_key_taken"),
    ("/customers", CUSTOMER, ONE, "identity_taken"),
    ("/contents", CONTENT, ALL, ""),
    ("/channels", CHANNEL, ONE, "invalid"),
    ("/flows", {"name": "Chào khách"}, ONE, "flow_name_taken"),
    ("/flows", {"library_key": "second_order"}, ALL, ""),
    ("/api-keys", {"name": "Khoá", "role": "viewer"}, ALL, ""),
]


@pytest.mark.parametrize(("path", "body", "let_through", "refusal"), CREATED)
def test_one_thing_made_by_several_at_once(
    api: Api, path: str, body: dict[str, Any], let_through: int, refusal: str
) -> None:
    answers = at_once(api, *[lambda one: one("POST", path, body)] * TIMES)

    good = [answer for answer in answers if answer.status_code in (200, 201)]
    assert len(good) == let_through, [(a.status_code, a.content[:200]) for a in answers]
    assert codes(answers) == ({refusal} if refusal else set())


def test_pages_of_one_name_get_addresses_of_their_own(api: Api) -> None:
    answers = at_once(api, *[lambda one: one("POST", "/pages", PAGE)] * TIMES)

    slugs = sorted(_made(answer)["slug"] for answer in answers)
    assert slugs == ["nhan-e-book", "nhan-e-book-2", "nhan-e-book-3", "nhan-e-book-4"]


@pytest.mark.parametrize(("path", "body"), [("/pages", PAGE), ("/flows", {"name": "Chào"})])
def test_copies_made_at_once_are_all_made(api: Api, path: str, body: dict[str, Any]) -> None:
    source = _made(api("POST", path, body))

    copies = at_once(api, *[lambda one: one("POST", f"{path}/{source['id']}/duplicate")] * TIMES)

    assert statuses(copies) == {201: TIMES}
    known = {item["name"] for item in api("GET", path).json()["items"]}
    assert len(known) == (2 if path == "/pages" else TIMES + 1)


def test_somebody_known_elsewhere_is_invited_once(api: Api) -> None:
    known = a_member(a_shop())
    body = {"email": known.email, "name": "Ai đó", "role": "editor"}

    answers = at_once(api, *[lambda one: one("POST", "/members", body)] * TIMES)

    assert statuses(answers) == {201: 1, 409: TIMES - 1}
    assert codes(answers) == {"member_exists"}


def _rename_page(api: Api, page: dict[str, Any]) -> Any:
    full = api("GET", f"/pages/{page['id']}").json()
    body = {
        "base_version": full["version"], "name": "Một", "slug": "mot",
        "tree": full["tree"], "seo": full["seo"],
    }  # fmt: skip
    return api("PUT", f"/pages/{page['id']}", body)


def _rename_flow(api: Api, flow: dict[str, Any]) -> Any:
    body = {"base_version": flow["version"], "name": "Một", "graph": flow["graph"]}
    return api("PUT", f"/flows/{flow['id']}", body)


def _patch(path: str, **changes: Any) -> Callable[[Api, dict[str, Any]], Any]:
    return lambda api, item: api("PATCH", f"{path}/{item['id']}", changes)


PHONE = "0987654321"
RENAMED: list[tuple[str, dict[str, Any], Callable[[Api, dict[str, Any]], Any], str]] = [
    ("/pages", PAGE, _rename_page, "page_slug_taken"),
    ("/flows", {"name": "Kịch bản"}, _rename_flow, "flow_name_taken"),
    ("/products", {"name": "Kem", "price": 1}, _patch("/products", sku="MOT"), "product_taken"),
    ("/vouchers", VOUCHER, _patch("/vouchers", name="Một"), "voucher_name_taken"),
    ("/channels", CHANNEL, _patch("/channels", name="Một"), "invalid"),
    ("/customers", {"full_name": "Lan"}, _patch("/customers", phone=PHONE), "identity_taken"),
]


@pytest.mark.parametrize(("path", "body", "rename", "refusal"), RENAMED)
def test_two_things_given_one_name_at_once(
    api: Api,
    path: str,
    body: dict[str, Any],
    rename: Callable[[Api, dict[str, Any]], Any],
    refusal: str,
) -> None:
    name = "full_name" if "full_name" in body else "name"
    both = [_made(api("POST", path, {**body, name: f"{body[name]} {n}"})) for n in range(2)]

    answers = at_once(api, *[lambda one, item=item: rename(one, item) for item in both])

    assert sorted(a.status_code < 300 for a in answers) == [False, True], [
        a.content for a in answers
    ]
    assert codes(answers) == {refusal}


EDITED: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("/products", PRODUCT, {"price": 1_000}, {"description": "Mới"}),
    ("/vouchers", VOUCHER, {"value": 20}, {"min_total": 100_000}),
    ("/customers", CUSTOMER, {"note": "Da khô"}, {"address": "12 Lê Lợi"}),
    ("/channels", CHANNEL, {"name": "Thư mới"}, {"from_name": "Sen mới"}),
]


@pytest.mark.parametrize(("path", "body", "one", "other"), EDITED)
def test_two_people_who_change_different_fields_at_once_both_have_their_way(
    api: Api, path: str, body: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    item = _made(api("POST", path, body))
    place = f"{path}/{item['id']}"

    answers = at_once(
        api, *[lambda by, edits=edits: by("PATCH", place, edits) for edits in (one, other)]
    )

    assert [answer.status_code for answer in answers] == [200, 200]
    listed = api("GET", path).json()
    rows = listed["items"] if isinstance(listed, dict) else listed
    (kept,) = [row for row in rows if row["id"] == item["id"]]
    assert {name: kept[name] for name in one | other if name in kept} == {
        name: value for name, value in (one | other).items() if name in kept
    }


def test_a_tag_deleted_while_a_flow_puts_it_on_somebody_is_not_there(api: Api) -> None:
    actor = api.shop.actor
    tag = ensure_tag(actor=actor, now=NOW, name="Da khô")
    customer = a_customer(api.shop, phone="0912345678")

    def put() -> str:
        try:
            add_tag(actor=actor, now=NOW, tag_id=tag.id, customer_ids=[customer])
        except TagNotFound:
            return "not there"
        return "put"

    with atomic(durable=True):
        delete_tag(actor=actor, now=NOW, tag_id=tag.id)
        asked = Beside().run(put)
        until(lambda: waiting() > 0 or asked.done())
    assert asked.result(30) == "not there"


def test_no_write_of_the_api_fails_when_several_make_it_at_once() -> None:
    seed_once()
    workspace = find_workspace(SLUG)
    assert workspace is not None
    shop = Shop(workspace.id, workspace.slug)
    api = an_api(shop, "owner")

    failed = list(_failures(api))

    assert failed == []


def _failures(api: Api) -> Iterator[str]:
    for route in sorted(_writes(), key=lambda route: route.method == "DELETE"):
        ids = {**look_at(api.shop.id).ids, **FREE}
        answers = at_once(api, *[lambda one, route=route, ids=ids: send(one, route, ids)] * TIMES)
        for answer in answers:
            if answer.status_code >= 500:
                yield f"{route.operation_id}: {answer.status_code} {answer.content[:300]!r}"


def _writes() -> list[Route]:
    return [route for route in routes() if route.method != "GET"]

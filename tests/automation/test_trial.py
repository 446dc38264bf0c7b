"""Trying a draft with one customer: the engine's own way, and nothing of it stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from donbay.accounts.queries import business_now
from donbay.automation.flows.models import Run
from donbay.commerce.actions import create_voucher
from donbay.commerce.types import VoucherInput
from donbay.customers.actions import add_tag
from donbay.kit.ids import uuid7
from tests.automation.builders import (
    a_customer,
    a_shop,
    a_tag,
    chain,
    edge,
    graph,
    happened,
    node,
    start,
)  # fmt: skip
from tests.factories.accounts import Api, an_api
from tests.factories.people import Shop
from tests.messaging.builders import a_content, agree

pytestmark = pytest.mark.django_db
TABLES = (
    "messaging_outbox", "commerce_voucher_code", "customers_customer_tag", "automation_run",
    "automation_run_step", "automation_run_entry",
)  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop, "viewer")


def _draft(shop: Shop, drawn: dict[str, Any]) -> str:
    made = an_api(shop)("POST", "/flows", {"name": f"Thử {uuid7()}", "graph": drawn})
    return f"/flows/{made.json()['id']}"


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def _if_tagged(tag: str) -> dict[str, Any]:
    has = {"facet": "customer.tag", "operator": "has", "value": tag}
    return {"version": 1, "op": "all", "items": [has]}


def _ebook(shop: Shop) -> dict[str, Any]:
    """Send, wait two days, advertise, until day five, ask for a tag, give a code, tag."""
    now, tag = business_now(shop.id), a_tag(shop, "Đã mua")
    voucher = create_voucher(
        actor=shop.actor, now=now, voucher=VoucherInput(name="Giảm 10%", kind="percent", value=10)
    )
    return graph(
        start(),
        node("hello", "send_email", content_id=str(a_content(shop, now=now).id)),
        node("pause", "wait", mode="interval", amount=2, unit="days"),
        node("offer", "send_email",
             content_id=str(a_content(shop, now=now, purpose="advertising").id)),
        node("day5", "wait", mode="day_after_entry", day=5),
        node("ask", "condition", tree=_if_tagged(tag)),
        node("code", "give_voucher", voucher_id=str(voucher.id)),
        node("tag", "add_tag", tag_id=tag),
        edge("start", "hello"), edge("hello", "pause"), edge("pause", "offer"),
        edge("offer", "day5"), edge("day5", "ask"), edge("ask", "code", "no"), edge("code", "tag"),
    )  # fmt: skip


def test_a_trial_goes_the_engines_way_at_its_times_and_leaves_nothing(shop: Shop, api: Api) -> None:
    now = business_now(shop.id)
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn", now=now)
    path, before = _draft(shop, _ebook(shop)), _rows()

    trial = api("POST", f"{path}/trial", {"customer_id": str(lan)}).json()

    steps = trial["steps"]
    assert [(s["node_id"], s["outlet"], s["mail"], s["reason"]) for s in steps] == [
        ("hello", "next", "send", ""), ("pause", "next", "", ""),
        ("offer", "next", "skip", "no_consent"), ("day5", "next", "", ""), ("ask", "no", "", ""),
        ("code", "next", "", ""), ("tag", "next", "", ""),
    ]  # fmt: skip
    assert "đồng ý" in steps[2]["reason_message"]
    days = [_days(steps[0]["came_at"], step["came_at"]) for step in steps]
    assert days == [0, 0, 2, 2, 5, 5, 5]
    assert trial["inside"] is False
    assert _rows() == before


def test_a_trial_answers_with_todays_facts(shop: Shop, api: Api) -> None:
    now = business_now(shop.id)
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn", now=now)
    agree(shop, [lan], now=now - timedelta(days=1))
    drawn = _ebook(shop)
    tag = next(n for n in drawn["nodes"] if n["id"] == "tag")["config"]["tag_id"]
    add_tag(actor=shop.actor, now=now, tag_id=tag, customer_ids=[lan])
    mai = a_customer(shop, full_name="Mai", phone="0912345678", now=now)
    path = _draft(shop, drawn)

    hers = api("POST", f"{path}/trial", {"customer_id": str(lan)}).json()["steps"]
    mais = api("POST", f"{path}/trial", {"customer_id": str(mai)}).json()["steps"]

    assert [(s["node_id"], s["outlet"], s["mail"]) for s in hers][2:] == [
        ("offer", "next", "send"), ("day5", "next", ""), ("ask", "yes", ""),
    ]  # fmt: skip
    assert {s["reason"] for s in mais if s["mail"]} == {"no_address"}


def test_the_fourth_advertisement_of_a_day_is_foreseen_as_skipped(shop: Shop, api: Api) -> None:
    now = business_now(shop.id)
    lan = a_customer(shop, full_name="Lan", email="lan@example.vn", now=now)
    agree(shop, [lan], now=now - timedelta(days=1))
    content = str(a_content(shop, now=now, purpose="advertising").id)
    mails = [node(f"ad{i}", "send_email", content_id=content) for i in range(4)]
    path = _draft(shop, chain(start(), *mails))

    steps = api("POST", f"{path}/trial", {"customer_id": str(lan)}).json()["steps"]

    assert [s["reason"] for s in steps] == ["", "", "", "ad_cap"]


def test_a_trial_stops_at_a_step_that_is_not_set_and_says_what_it_lacks(
    shop: Shop, api: Api
) -> None:
    lan = a_customer(shop, full_name="Lan", now=business_now(shop.id))
    path = _draft(shop, chain(start(), node("tag", "add_tag"), node("end", "stop")))

    (step,) = api("POST", f"{path}/trial", {"customer_id": str(lan)}).json()["steps"]

    assert (step["node_id"], step["outlet"]) == ("tag", "")
    assert step["reason_message"] == "Chưa chọn thẻ."


def test_a_loop_ends_the_trial_and_nobody_unknown_is_tried(shop: Shop, api: Api) -> None:
    lan = a_customer(shop, full_name="Lan", now=business_now(shop.id))
    wait = node("w", "wait", mode="interval", amount=1, unit="days")
    path = _draft(shop, graph(start(), wait, edge("start", "w"), edge("w", "w")))

    trial = api("POST", f"{path}/trial", {"customer_id": str(lan)})
    nobody = api("POST", f"{path}/trial", {"customer_id": str(uuid7())})

    assert len(trial.json()["steps"]) == 60
    assert trial.json()["more"] is True
    assert nobody.status_code == 404


def test_a_way_as_long_as_a_trial_follows_is_whole(shop: Shop, api: Api) -> None:
    lan = a_customer(shop, full_name="Lan", now=business_now(shop.id))
    waits = [node(f"w{n}", "wait", mode="interval", amount=1, unit="days") for n in range(59)]
    path = _draft(shop, chain(start(), *waits, node("end", "stop")))

    trial = api("POST", f"{path}/trial", {"customer_id": str(lan)}).json()

    assert len(trial["steps"]) == 60
    assert trial["more"] is False


def test_a_trial_says_that_she_is_inside_already(shop: Shop, api: Api) -> None:
    now = business_now(shop.id)
    wait = node("w", "wait", mode="interval", amount=1, unit="days")
    path = _draft(shop, chain(start(), wait, node("end", "stop")))
    an_api(shop)("POST", f"{path}/publish")
    lan = a_customer(shop, full_name="Lan", now=now)
    happened(shop, [lan], now=business_now(shop.id))

    trial = api("POST", f"{path}/trial", {"customer_id": str(lan)}).json()

    assert trial["inside"] is True
    assert Run.objects.for_workspace(shop.id).count() == 1


def _days(first: str, then: str) -> int:
    return (datetime.fromisoformat(then) - datetime.fromisoformat(first)).days

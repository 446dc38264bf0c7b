"""Flows over HTTP: the library, drafts, publishing, reports, paths, permissions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from donbay.accounts.queries import business_now
from donbay.automation.flows import queries
from donbay.automation.flows.checking import check_consents, check_pages
from donbay.automation.flows.graph import parse_graph
from donbay.automation.flows.reasons import REASONS
from donbay.customers.actions import add_tag
from donbay.kit.ids import uuid7
from donbay.messaging import models
from donbay.messaging.actions import create_content
from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.messaging.gate import REASONS as GATE_REASONS
from donbay.sites.actions import create_page, publish_page
from donbay.sites.types import FormConsent, FormField, FormSpec, PageFacts
from tests.automation.builders import (
    a_tag,
    chain,
    edge,
    graph,
    happened,
    node,
    run_all,
    runs,
    start,
)  # fmt: skip
from tests.edge.test_checkout import an_order_page
from tests.factories.accounts import Api, an_api
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content
from tests.sites.builders import a_shop as a_selling_shop

pytestmark = pytest.mark.django_db
SELLER: dict[str, Any] = {
    "address": "12 Nguyễn Huệ, TP. Hồ Chí Minh", "phone": "028 3822 1234",
    "email": "chao@sen.vn", "tax_code": "0312345678", "website": "https://sen.vn/",
}  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    return a_shop(**SELLER)


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop)


def _page(shop: Shop) -> str:
    now = business_now(shop.id)
    page = create_page(actor=shop.actor, now=now, template="ebook", name="Tặng e-book")
    publish_page(actor=shop.actor, now=now, page_id=page.id)
    return str(page.id)


def _problems(flow: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(p["node_id"], p["field"], p["code"]) for p in flow["problems"]}


def test_the_ebook_flow_of_the_library_is_ready_once_it_has_its_page(shop: Shop, api: Api) -> None:
    made = api("POST", "/flows", {"library_key": "ebook_skincare"})
    assert made.status_code == 201
    flow = made.json()
    assert flow["name"] == "E-book chăm sóc da"
    assert _problems(flow) == {("start", "page_id", "page_id_missing")}
    refused = api("POST", f"/flows/{flow['id']}/publish")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/nodes/start/page_id"

    flow["graph"]["nodes"][0]["config"] = {"page_id": _page(shop)}
    body = {"name": flow["name"], "graph": flow["graph"], "base_version": flow["version"]}
    saved = api("PUT", f"/flows/{flow['id']}", body)
    assert _problems(saved.json()) == set()
    assert api("PUT", f"/flows/{flow['id']}", body).status_code == 409
    assert api("POST", f"/flows/{flow['id']}/publish").json() == {"version": 1}
    assert api("GET", "/flows").json()["items"][0]["state"] == "live"


@pytest.mark.parametrize(
    "key", ["ebook_skincare", "thank_you", "win_back", "welcome", "second_order"]
)
def test_every_scenario_publishes(key: str, shop: Shop, api: Api) -> None:
    assert key in {item["key"] for item in api("GET", "/flow-library").json()}
    flow = api("POST", "/flows", {"library_key": key, "page_id": _page(shop)}).json()
    assert _problems(flow) == set()
    assert api("POST", f"/flows/{flow['id']}/publish").status_code == 200
    again = api("POST", "/flows", {"library_key": key}).json()
    assert again["name"].endswith("(2)")


def test_without_consent_only_the_first_mail_goes_and_the_path_says_why(
    shop: Shop, api: Api, tmp_path: Path
) -> None:
    page_id = _page(shop)
    flow = api("POST", "/flows", {"library_key": "ebook_skincare", "page_id": page_id}).json()
    api("POST", f"/flows/{flow['id']}/publish")
    now = business_now(shop.id)
    lan = a_customer(shop, full_name="Nguyễn Thị Lan", email="lan@example.vn", now=now)
    happened(shop, [lan], kind="form.submitted", now=now, page_id=page_id)
    engine = DeliveryEngine(tmp_path)

    for days in (0, 2, 5):
        run_all(shop, now + timedelta(days=days))

    models.Outbox.objects.for_workspace(shop.id).update(due_at=now)
    while engine.run_once():
        pass
    engine.close()

    (run,) = api("GET", f"/flows/{flow['id']}/runs").json()["items"]
    assert (run["state"], run["steps"]) == ("done", 8)
    path = api("GET", f"/flows/{flow['id']}/runs/{run['id']}").json()["path"]
    mails = {
        s["node_id"]: (s["message_state"], s["message_reason"]) for s in path if s["message_id"]
    }
    assert mails == {
        "send_ebook": ("sent", ""), "send_tip": ("skipped", "no_consent"),
        "send_offer": ("skipped", "no_consent"),
    }  # fmt: skip
    report = api("GET", f"/flows/{flow['id']}/report").json()
    nodes = {n["id"]: (n["entered"], n["done"], n["skipped"]) for n in report["nodes"]}
    assert nodes["send_ebook"] == (1, 1, 0)
    assert nodes["send_tip"] == (1, 0, 1)
    went = {n["id"]: (n["sent"], n["opened"], n["clicked"]) for n in report["nodes"]}
    assert went["send_ebook"] == (1, 0, 0)
    assert went["send_tip"] == (0, 0, 0)
    (reason,) = next(n for n in report["nodes"] if n["id"] == "send_tip")["reasons"]
    assert (reason["code"], reason["count"]) == ("no_consent", 1)
    assert "đồng ý" in reason["message"]


def test_the_report_counts_mails_people_opened_and_clicked_in_once_each_by_version(
    shop: Shop, api: Api, tmp_path: Path
) -> None:
    now = business_now(shop.id)
    mail = node("mail", "send_email", content_id=str(a_content(shop, now=now).id))
    flow = api("POST", "/flows", {"name": "Chào", "graph": chain(start(), mail)}).json()
    api("POST", f"/flows/{flow['id']}/publish")
    now = business_now(shop.id)
    people = [
        a_customer(shop, full_name="Lan", email=f"lan{i}@example.vn", now=now) for i in range(3)
    ]
    happened(shop, people, now=now)
    run_all(shop, now)
    engine = DeliveryEngine(tmp_path)
    while engine.run_once():
        pass
    engine.close()
    one, two, three = models.Outbox.objects.for_workspace(shop.id).order_by("id")
    for message, kind, link_id, bot in (
        (one, "open", 0, False), (one, "click", 1, False), (one, "click", 2, False),
        (two, "open", 0, False), (three, "open", 0, True),
    ):  # fmt: skip
        models.Engagement.objects.insert(
            shop.id, message_id=message.id, customer_id=message.customer_id, kind=kind,
            link_id=link_id, bot=bot, at=now, last_at=now,
        )  # fmt: skip
    api("POST", f"/flows/{flow['id']}/publish")

    def figures(version: str) -> tuple[int, ...]:
        report = api("GET", f"/flows/{flow['id']}/report{version}").json()
        found = next(n for n in report["nodes"] if n["id"] == "mail")
        return found["sent"], found["opened"], found["clicked"]

    assert figures("") == figures("?version=1") == (3, 2, 1)
    assert figures("?version=2") == (0, 0, 0)


def test_a_page_that_is_not_published_is_a_warning(shop: Shop, api: Api) -> None:
    now = business_now(shop.id)
    page = create_page(actor=shop.actor, now=now, template="ebook", name="Nháp")
    flow = api("POST", "/flows", {"library_key": "ebook_skincare", "page_id": str(page.id)}).json()
    assert _problems(flow) == {("start", "page_id", "page_unpublished")}
    assert api("POST", f"/flows/{flow['id']}/publish").status_code == 200


def test_a_page_without_a_form_is_named() -> None:
    page_id = uuid7()
    graph = parse_graph(chain(node("start", "trigger.form_submitted", page_id=str(page_id))))
    bare = PageFacts(page_id, "Giới thiệu", "gioi-thieu", True)

    (problem,) = check_pages(graph, {page_id: bare}, frozenset())

    assert (problem.node_id, problem.field, problem.code) == ("start", "page_id", "page_lacks_form")
    assert "Giới thiệu" in problem.vi


def test_a_page_that_does_not_ask_for_the_email_is_named() -> None:
    page_id = uuid7()
    trigger = start("form_submitted", page_id=str(page_id))
    drawn = parse_graph(chain(trigger, node("m", "send_email")))

    def page(*types: str) -> dict[UUID, PageFacts]:
        fields = tuple(FormField(type_, type_, type_) for type_ in types)
        form = FormSpec("f", "lead", fields)
        return {page_id: PageFacts(page_id, "Trang", "trang", published=True, forms=(form,))}

    found = list(check_pages(drawn, page("phone"), frozenset({"m"})))
    assert [(p.node_id, p.code) for p in found] == [("start", "page_lacks_email")]
    assert list(check_pages(drawn, page("phone", "email"), frozenset({"m"}))) == []
    assert list(check_pages(drawn, page("phone"), frozenset({"elsewhere"}))) == []


@pytest.mark.parametrize(
    ("agreed_to", "warned"),
    [(None, {"tip", "offer"}), ("advertising", {"tip"}), ("care", {"offer"})],
)
def test_an_email_that_visitors_of_the_page_are_not_asked_to_agree_to_is_a_warning(
    agreed_to: str | None, warned: set[str]
) -> None:
    page_id = uuid7()
    consent = FormConsent("Tôi đồng ý", "0", agreed_to) if agreed_to else None
    form = FormSpec("f", "lead", (FormField("email", "email", "E-mail"),), consent)
    pages = {page_id: PageFacts(page_id, "Trang", "trang", published=True, forms=(form,))}
    drawn = chain(
        start("form_submitted", page_id=str(page_id)), node("gift", "send_email"),
        node("tip", "send_email"), node("offer", "send_email"),
    )  # fmt: skip
    purposes = {"gift": "transactional", "tip": "care", "offer": "advertising"}

    found = list(check_consents(parse_graph(drawn), pages, purposes))

    assert {p.node_id for p in found} == warned
    assert {(p.code, p.severity) for p in found} == {("consent_not_asked", "warning")}


def test_settings_that_name_nothing_are_named(shop: Shop, api: Api) -> None:
    nobody = "00000000-0000-7000-8000-000000000000"
    drawn = chain(
        start("form_submitted", page_id=nobody),
        node("mail", "send_email", content_id=nobody), node("empty", "send_email"),
        node("code", "give_voucher", voucher_id=nobody), node("tag", "add_tag", tag_id=nobody),
        node("ask", "condition", tree={"version": 1, "op": "all", "items": []}),
    )  # fmt: skip
    drawn["nodes"] += [node("wait", "wait", mode="interval", amount=0, unit="days")]
    flow = api("POST", "/flows", {"name": "Hỏng", "graph": drawn}).json()

    assert _problems(flow) == {
        ("start", "page_id", "page_gone"), ("mail", "content_id", "content_gone"),
        ("empty", "content_id", "content_id_missing"), ("code", "voucher_id", "voucher_gone"),
        ("tag", "tag_id", "tag_gone"), ("ask", "tree", "tree_missing"),
        ("ask", "", "branch_dead_end"),
        ("wait", "", "unreachable"), ("wait", "amount", "amount_invalid"),
    }  # fmt: skip
    english = Api(shop)
    english.client, english.headers = api.client, {"Accept-Language": "en"}
    words = {p["message"] for p in english("GET", f"/flows/{flow['id']}").json()["problems"]}
    assert "This page was deleted. Choose another." in words


def test_an_unknown_merge_field_and_a_code_nobody_gives_are_named(shop: Shop, api: Api) -> None:
    content = create_content(
        actor=shop.actor, now=business_now(shop.id), name="Thư", subject="{{ sai_roi }}",
        preview="", purpose="care", tree={"version": 1, "blocks": [{"type": "voucher"}]},
    )  # fmt: skip
    drawn = chain(start(), node("mail", "send_email", content_id=str(content.id)))
    flow = api("POST", "/flows", {"name": "Thư", "graph": drawn}).json()

    assert _problems(flow) == {
        ("mail", "content_id", "merge_field_unknown"), ("mail", "content_id", "voucher_not_given"),
    }  # fmt: skip


def test_neither_moving_nodes_nor_undoing_a_change_leaves_anything_to_publish(
    shop: Shop, api: Api
) -> None:
    drawn = chain(start(), node("tag", "add_tag", tag_id=a_tag(shop)))
    flow = api("POST", "/flows", {"name": "Chào", "graph": drawn}).json()
    path = f"/flows/{flow['id']}"
    api("POST", f"{path}/publish")
    body = {"name": "Chào", "graph": flow["graph"], "base_version": flow["version"]}
    body["graph"]["nodes"][1]["x"] = 400

    moved = api("PUT", path, body).json()
    changed = {**body, "base_version": moved["version"], "settings": {"reentry": "never"}}
    resettled = api("PUT", path, changed).json()
    back = {**changed, "base_version": resettled["version"], "settings": {}}

    assert not moved["changed_since_publish"]
    assert resettled["changed_since_publish"]
    assert not api("PUT", path, back).json()["changed_since_publish"]

    cut = {
        **back,
        "graph": {**flow["graph"], "edges": []},
        "base_version": back["base_version"] + 1,
    }
    emptied = api("PUT", path, cut).json()
    assert emptied["changed_since_publish"]
    undone = {**back, "base_version": emptied["version"]}
    assert not api("PUT", path, undone).json()["changed_since_publish"]


def test_flows_are_narrowed_by_state(shop: Shop, api: Api) -> None:
    drawn = chain(start(), node("tag", "add_tag", tag_id=a_tag(shop)))
    live = api("POST", "/flows", {"name": "Chạy", "graph": drawn}).json()["id"]
    api("POST", f"/flows/{live}/publish")
    draft = api("POST", "/flows", {"name": "Nháp"}).json()["id"]

    found = {
        state: [flow["id"] for flow in api("GET", f"/flows?state={state}").json()["items"]]
        for state in ("live", "draft", "paused")
    }

    assert found == {"live": [live], "draft": [draft], "paused": []}
    assert api("GET", "/flows?state=gone").status_code == 422


def test_an_email_without_content_is_named(shop: Shop, api: Api) -> None:
    mail = api("POST", "/contents", {"name": "Mới", "subject": "Mới", "purpose": "care"}).json()
    drawn = chain(start(), node("mail", "send_email", content_id=mail["id"]))

    (problem,) = api("POST", "/flows", {"name": "Chào", "graph": drawn}).json()["problems"]

    assert (problem["node_id"], problem["field"]) == ("mail", "content_id")
    assert (problem["code"], problem["severity"]) == ("content_empty", "error")
    assert "“Mới” chưa có nội dung" in problem["message"]


def test_a_flow_is_created_with_its_settings(shop: Shop, api: Api) -> None:
    body = {"name": "Một lần", "graph": chain(start()), "settings": {"reentry": "never"}}

    assert api("POST", "/flows", body).json()["settings"] == {"reentry": "never"}


def test_an_offer_of_the_library_leads_to_the_page_that_takes_orders() -> None:
    shop = a_selling_shop()
    path, _ = an_order_page(shop)
    api = an_api(Shop(shop.id, shop.slug))

    flow = api("POST", "/flows", {"library_key": "ebook_skincare"}).json()

    nodes = {n["id"]: n for n in flow["graph"]["nodes"]}
    offer = api("GET", f"/contents/{nodes['send_offer']['config']['content_id']}").json()
    assert _urls(offer) == [f"http://{shop.slug}.localhost:8001{path}"]


def test_the_library_offers_its_links_and_the_emails_lead_there(shop: Shop, api: Api) -> None:
    scenarios = {item["key"]: item for item in api("GET", "/flow-library").json()}
    assert [link["name"] for link in scenarios["ebook_skincare"]["links"]] == ["ebook", "product"]
    assert all(link["vi"] and link["en"] for s in scenarios.values() for link in s["links"])

    body = {"library_key": "ebook_skincare", "links": {"ebook": "https://sen.vn/sach"}}
    flow = api("POST", "/flows", body).json()

    nodes = {n["id"]: n for n in flow["graph"]["nodes"]}
    sent = api("GET", f"/contents/{nodes['send_ebook']['config']['content_id']}").json()
    offer = api("GET", f"/contents/{nodes['send_offer']['config']['content_id']}").json()
    assert _urls(sent) == ["https://sen.vn/sach"]
    assert _urls(offer) == [f"http://{shop.slug}.localhost:8001/"]
    wrong = {"library_key": "ebook_skincare", "links": {"ebook": "javascript:alert(1)"}}
    refused = api("POST", "/flows", wrong)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/links/ebook"


def _urls(content: dict[str, Any]) -> list[str]:
    return [block["url"] for block in content["tree"]["blocks"] if block["type"] == "button"]


def test_what_is_missing_is_named(shop: Shop, api: Api) -> None:
    drawn = chain(
        start(), node("mail", "send_email"), node("code", "give_voucher"), node("wait", "wait"),
        node("ask", "condition", tree={"version": 1, "op": "all", "items": []}),
    )  # fmt: skip
    flow = api("POST", "/flows", {"name": "Trống", "graph": drawn}).json()

    said = {p["node_id"]: p["message"] for p in flow["problems"] if p["severity"] == "error"}

    assert said == {
        "mail": "Chưa chọn e-mail để gửi.", "code": "Chưa chọn chương trình mã ưu đãi.",
        "wait": "Chưa chọn cách chờ.", "ask": "Chưa chọn điều kiện.",
    }  # fmt: skip
    warned = {p["node_id"]: p["code"] for p in flow["problems"] if p["severity"] == "warning"}
    assert warned == {"ask": "branch_dead_end"}


def test_report_and_paths_are_of_the_version_that_was_walked(shop: Shop, api: Api) -> None:
    old, new = a_tag(shop), a_tag(shop)
    first = chain(
        start(), node("w", "wait", mode="interval", amount=2, unit="days"),
        node("old", "add_tag", tag_id=old),
    )  # fmt: skip
    flow = api("POST", "/flows", {"name": "Chào", "graph": first}).json()
    path = f"/flows/{flow['id']}"
    api("POST", f"{path}/publish")
    now = business_now(shop.id)
    lan = a_customer(shop, full_name="Nguyễn Thị Lan", now=now)
    happened(shop, [lan], now=now)
    run_all(shop, now)

    second = chain(start(), node("new", "add_tag", tag_id=new))
    body = {"name": "Chào", "graph": second, "base_version": flow["version"]}
    assert api("PUT", path, body).json()["changed_since_publish"]
    assert [n["id"] for n in api("GET", f"{path}/report").json()["graph"]["nodes"]][1:] == [
        "w", "old",
    ]  # fmt: skip
    api("POST", f"{path}/publish")
    (waiting,) = api("GET", f"{path}/runs").json()["items"]
    run_all(shop, now + timedelta(days=3))

    (run,) = api("GET", f"{path}/runs").json()["items"]
    walked = api("GET", f"{path}/runs/{run['id']}").json()
    assert (waiting["customer_name"], waiting["node"]["kind"]) == ("Nguyễn Thị Lan", "wait")
    assert (run["state"], run["version_number"]) == ("done", 1)
    assert [step["node_id"] for step in walked["path"]] == ["w", "old"]
    assert "old" in {n["id"] for n in walked["graph"]["nodes"]}
    everything = api("GET", f"{path}/report").json()
    assert [n["id"] for n in everything["graph"]["nodes"]][1:] == ["new"]
    assert {n["id"]: n["outlets"] for n in everything["nodes"]}["w"] == {"next": 1}
    assert {n["id"]: n["done"] for n in everything["nodes"]} == {
        everything["graph"]["nodes"][0]["id"]: 1, "new": 0, "w": 1, "old": 1,
    }  # fmt: skip
    only = api("GET", f"{path}/report?version=2").json()
    assert "old" not in {n["id"] for n in only["nodes"]}


def test_the_report_parts_a_condition_and_marks_a_step_that_versions_set_otherwise(
    shop: Shop, api: Api
) -> None:
    old, new = a_tag(shop, "Cũ"), a_tag(shop, "Mới")
    has = {"facet": "customer.tag", "operator": "has", "value": old}
    ask = node("ask", "condition", tree={"version": 1, "op": "all", "items": [has]})

    def drawn(tag: str) -> dict[str, Any]:
        return graph(
            start(), ask, node("tag", "add_tag", tag_id=tag), edge("start", "ask"),
            edge("ask", "tag", "no"),
        )  # fmt: skip

    flow = api("POST", "/flows", {"name": "Chào", "graph": drawn(old)}).json()
    path = f"/flows/{flow['id']}"
    api("POST", f"{path}/publish")
    now = business_now(shop.id)
    people = [a_customer(shop, phone=f"091234567{i}", now=now) for i in range(3)]
    add_tag(actor=shop.actor, now=now, tag_id=UUID(old), customer_ids=people[:1])
    happened(shop, people, now=now)
    run_all(shop, now)
    body = {"name": "Chào", "graph": drawn(new), "base_version": flow["version"]}
    api("PUT", path, body)
    api("POST", f"{path}/publish")

    everything, only = (
        {n["id"]: n for n in api("GET", f"{path}/report{which}").json()["nodes"]}
        for which in ("", "?version=1")
    )
    assert everything["ask"]["outlets"] == {"yes": 1, "no": 2}
    assert {id_: n["changed"] for id_, n in everything.items()} == {
        "start": False, "ask": False, "tag": True,
    }  # fmt: skip
    assert not any(n["changed"] for n in only.values())
    versions = api("GET", f"{path}/report").json()["versions"]
    assert [version["number"] for version in versions] == [1, 2]
    assert versions[0]["published_at"] < versions[1]["published_at"]
    assert only["tag"]["config"] == {"tag_id": old}


def test_names_of_customers_do_not_cost_a_query_each(
    shop: Shop, api: Api, django_assert_max_num_queries: Any
) -> None:
    flow = api("POST", "/flows", {"name": "Chào", "graph": chain(start(), node("x", "stop"))})
    path = f"/flows/{flow.json()['id']}"
    api("POST", f"{path}/publish")
    now = business_now(shop.id)
    people = [a_customer(shop, phone=f"09123456{i:02}", now=now) for i in range(12)]
    happened(shop, people, now=now)

    with django_assert_max_num_queries(10):
        found = api("GET", f"{path}/runs").json()["items"]

    assert len(found) == 12


def test_a_flow_is_paused_resumed_duplicated_and_deleted(shop: Shop, api: Api) -> None:
    drawn = chain(start(), node("tag", "add_tag", tag_id=a_tag(shop)))
    flow = api("POST", "/flows", {"name": "Chào", "graph": drawn}).json()
    path = f"/flows/{flow['id']}"
    assert api("POST", f"{path}/pause").json()["code"] == "flow_not_published"
    api("POST", f"{path}/publish")

    assert api("POST", f"{path}/pause").json()["state"] == "paused"
    assert api("POST", f"{path}/resume").json()["state"] == "live"
    copy = api("POST", f"{path}/duplicate").json()
    assert (copy["name"], copy["state"]) == ("Chào (2)", "draft")
    assert api("POST", "/flows", {"name": "Chào"}).json()["code"] == "flow_name_taken"
    assert api("DELETE", path).status_code == 204
    assert api("GET", path).status_code == 404


def test_kinds_carry_the_schema_of_their_settings(api: Api) -> None:
    kinds = api("GET", "/flow-kinds").json()
    steps = {step["kind"]: step for step in kinds["steps"]}
    assert set(steps) >= {
        "send_email", "wait", "condition", "give_voucher", "add_tag", "remove_tag", "stop",
    }  # fmt: skip
    assert steps["condition"]["outlets"] == ["yes", "no"]
    assert "content_id" in steps["send_email"]["config_schema"]["properties"]
    assert {t["kind"] for t in kinds["triggers"]} == {
        "trigger.form_submitted", "trigger.order_placed", "trigger.order_paid",
        "trigger.tag_added", "trigger.customer_created", "trigger.voucher_used",
    }  # fmt: skip


def test_a_viewer_reads_and_does_not_write(shop: Shop) -> None:
    api = an_api(shop, "viewer")
    assert api("GET", "/flows").status_code == 200
    assert api("POST", "/flows", {"name": "Không"}).status_code == 403


def test_runs_are_paged_and_narrowed(shop: Shop, api: Api) -> None:
    drawn = chain(start(), node("end", "stop"))
    flow = api("POST", "/flows", {"name": "Chào", "graph": drawn}).json()
    api("POST", f"/flows/{flow['id']}/publish")
    now = business_now(shop.id)
    people = [a_customer(shop, phone=f"091234567{i}", now=now) for i in range(3)]
    happened(shop, people, now=now)
    assert len(runs(shop)) == 3

    first = api("GET", f"/flows/{flow['id']}/runs?limit=2").json()
    rest = api("GET", f"/flows/{flow['id']}/runs?limit=2&cursor={first['next_cursor']}").json()
    one = api("GET", f"/flows/{flow['id']}/runs?customer={people[0]}&state=active").json()

    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert [run["customer_id"] for run in one["items"]] == [str(people[0])]

    api("POST", f"/flows/{flow['id']}/publish")
    later = a_customer(shop, phone="0912345679", now=now)
    happened(shop, [later], now=now + timedelta(minutes=1))
    second = api("GET", f"/flows/{flow['id']}/runs?version=2").json()["items"]
    earlier = api("GET", f"/flows/{flow['id']}/runs?version=1").json()["items"]
    assert [run["customer_id"] for run in second] == [str(later)]
    assert {run["version_number"] for run in earlier} == {1}
    assert len(earlier) == 3


def test_every_reason_of_the_gate_has_words() -> None:
    assert set(GATE_REASONS) - {"quiet_hours"} <= set(REASONS)
    assert queries.list_scenarios()

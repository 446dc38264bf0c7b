"""What names a thing is known before the thing is deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from donbay.automation.flows import actions as flows
from donbay.automation.flows.models import Flow
from donbay.commerce.actions import create_voucher
from donbay.commerce.types import VoucherInput
from donbay.kit.ids import uuid7
from donbay.sites.actions import publish_page, unpublish_page
from tests.automation.builders import a_flow, a_tag, chain, happened, node, run_all, start
from tests.factories.accounts import Api, an_api
from tests.factories.people import NOW, Shop, a_customer
from tests.messaging.builders import a_content
from tests.sites.builders import a_page, a_product, a_shop, change, one_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop, "viewer")


def uses(api: Api, kind: str, item_id: object) -> list[tuple[str, str, bool]]:
    answer = api("GET", f"/uses/{kind}/{item_id}")
    assert answer.status_code == 200, answer.content
    return [(use["kind"], use["name"], use["live"]) for use in answer.json()["items"]]


def mailing(shop: Shop, name: str, content_id: object, *others: dict[str, Any]) -> UUID:
    step = node("mail", "send_email", content_id=str(content_id))
    return a_flow(shop, chain(start(), step, *others), name=name)


def test_a_mail_is_named_by_the_flows_that_send_it(shop: Shop, api: Api) -> None:
    content, other = (a_content(shop, now=NOW, name=name) for name in ("Thư", "Khác"))
    mailing(shop, "Chào khách", content.id)
    paused = mailing(shop, "Đã dừng", content.id)
    flows.pause_flow(actor=shop.actor, now=NOW, flow_id=paused)
    deleted = mailing(shop, "Đã xoá", content.id)
    flows.delete_flow(actor=shop.actor, now=NOW, flow_id=deleted)

    assert uses(api, "content", content.id) == [
        ("flow", "Chào khách", True), ("flow", "Đã dừng", False),
    ]  # fmt: skip
    assert uses(api, "content", other.id) == []


def test_a_flow_counts_as_long_as_somebody_walks_the_version_that_names_it(
    shop: Shop, api: Api
) -> None:
    content = a_content(shop, now=NOW)
    wait = node("wait", "wait", mode="interval", amount=1, unit="days")
    drawn = chain(start(), wait, node("mail", "send_email", content_id=str(content.id)))
    flow_id = a_flow(shop, drawn, name="Chào khách")
    happened(shop, [a_customer(shop, full_name="Lan")])
    run_all(shop, NOW)

    bare = chain(start(), node("end", "stop"))
    flows.save_flow(
        actor=shop.actor, now=NOW, flow_id=flow_id, base_version=1, name="Chào khách", graph=bare
    )
    flows.publish_flow(actor=shop.actor, now=NOW, flow_id=flow_id)

    assert uses(api, "content", content.id) == [("flow", "Chào khách", True)]


def test_tags_and_programmes_are_named_by_flows(shop: Shop, api: Api) -> None:
    tag = a_tag(shop)
    offer = VoucherInput(name="Ưu đãi", kind="percent", value=10)
    voucher = create_voucher(actor=shop.actor, now=NOW, voucher=offer)
    give = node("give", "give_voucher", voucher_id=str(voucher.id))
    drawn = chain(start(), node("tag", "add_tag", tag_id=tag), give)
    flows.create_flow(actor=shop.actor, now=NOW, name="Nháp", graph=drawn)

    assert uses(api, "tag", tag) == [("flow", "Nháp", False)]
    assert uses(api, "voucher", voucher.id) == [("flow", "Nháp", False)]


def test_a_product_is_named_by_the_pages_that_show_it(shop: Shop, api: Api) -> None:
    product = a_product(shop)
    page = a_page(shop, "product", "Serum", product)

    assert uses(api, "product", product) == [("page", "Serum", False)]
    publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    assert uses(api, "product", product) == [("page", "Serum", True)]
    unpublish_page(actor=shop.actor, now=NOW, page_id=page.id)
    assert uses(api, "product", product) == [("page", "Serum", False)]


def test_a_page_is_named_by_flows_and_by_links_to_its_address(shop: Shop, api: Api) -> None:
    page, other = a_page(shop, name="Tặng e-book"), a_page(shop, name="Tặng")
    a_flow(
        shop,
        chain(start("form_submitted", page_id=str(other.id)), node("end", "stop")),
        name="Nhận",
    )
    link = {"type": "button", "label": "Xem", "url": f"https://sen.vn/{page.slug}?utm_source=mail"}
    html = {"type": "text", "html": f"<p><a href='https://sen.vn/{other.slug}'>Đây</a></p>"}
    a_content(shop, now=NOW, name="Thư 1", tree={"version": 1, "blocks": [link]})
    a_content(shop, now=NOW, name="Thư 2", tree={"version": 1, "blocks": [html]})
    words = {"id": "chu", "type": "text", "html": f'<p><a href="/{page.slug}">Đây</a></p>'}
    change(shop, a_page(shop, name="Trang chủ"), one_section(words))

    assert uses(api, "page", page.id) == [("content", "Thư 1", False), ("page", "Trang chủ", False)]
    assert (page.slug, other.slug) == ("tang-e-book", "tang")
    found = uses(api, "page", other.id)
    assert found == [("content", "Thư 2", False), ("flow", "Nhận", True)]


def test_a_flow_that_one_may_not_see_is_counted_and_not_named(shop: Shop, api: Api) -> None:
    content = a_content(shop, now=NOW)
    secret = mailing(shop, "Bí mật", content.id)
    Flow.objects.for_workspace(shop.id).filter(id=secret).update(access="restricted")
    path = f"/uses/content/{content.id}"

    assert api("GET", path).json() == {"items": [], "hidden": 1}
    assert [use["name"] for use in an_api(shop)("GET", path).json()["items"]] == ["Bí mật"]


def test_nothing_is_said_of_another_shops_things(shop: Shop, api: Api) -> None:
    content = a_content(shop, now=NOW)
    theirs = an_api(a_shop())
    asked = [("content", content.id), ("nothing", content.id), ("content", uuid7()), ("tag", "x")]

    assert uses(api, "content", content.id) == []
    assert {theirs("GET", f"/uses/{kind}/{id_}").status_code for kind, id_ in asked} == {404}

"""Published pages show products as they are: price, name, stock, and that they are gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from donbay.accounts.actions import update_workspace
from donbay.commerce.actions import (
    adjust_stock,
    cancel_order,
    delete_product,
    place_order,
    update_product,
)
from donbay.commerce.types import Contact, OrderRequest, WantedLine
from donbay.core import registry
from donbay.core.registry import Event
from donbay.sites.actions import preview_page, publish_page, renew_pages, unpublish_page
from donbay.sites.models import Page, Publication
from donbay.sites.queries import get_page
from donbay.sites.tree import PageTree, Seo
from donbay.sites.types import PageInfo
from tests.factories.people import Shop
from tests.sites.builders import (
    NOW,
    a_form,
    a_page,
    a_product,
    a_published_page,
    a_shop,
    change,
    one_section,
)

pytestmark = pytest.mark.django_db


def visitors_see(shop: Shop) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT html FROM sites_v_publication WHERE workspace_id = %s ORDER BY path", [shop.id]
        )
        return [bytes(html).decode() for (html,) in cursor.fetchall()]


def react(shop: Shop) -> None:
    """Let the reactor read every change of products so far, as it would from the log."""
    reactor = registry.reactors.get("sites.products")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, occurred_at, subject_id FROM log_event "
            "WHERE workspace_id = %s AND kind = ANY(%s) ORDER BY id",
            [shop.id, list(reactor.kinds)],
        )
        rows = cursor.fetchall()
    reactor.react([Event(id_, shop.id, kind, at, None, item) for id_, kind, at, item in rows])


def edit(shop: Shop, product_id: UUID, **edits: Any) -> None:
    update_product(actor=shop.actor, now=NOW, product_id=product_id, edits=edits)


def order(shop: Shop, product_id: UUID, quantity: int) -> UUID:
    contact = Contact(name="Lan", phone="0912345678", address="Huế")
    request = OrderRequest(contact=contact, lines=(WantedLine(product_id, quantity),))
    return place_order(actor=shop.actor, now=NOW, request=request).id


def an_order_page(shop: Shop, *product_ids: UUID) -> PageInfo:
    page = a_page(shop, "product", "Đặt hàng")
    checkout = {
        **{k: v for k, v in a_form().items() if k != "fields"},
        "type": "checkout", "title": "Đặt hàng", "description": "Điền thông tin nhận hàng.",
        "product_ids": [str(id_) for id_ in product_ids],
        "payment_methods": ["cod"], "voucher": True,
    }  # fmt: skip
    card = {"id": "the", "type": "product", "product_id": str(product_ids[0])}
    change(shop, page, one_section(card, checkout))
    return publish_page(actor=shop.actor, now=NOW, page_id=page.id)


def test_a_new_price_name_and_picture_reach_the_published_page() -> None:
    shop = a_shop()
    product_id = a_product(shop, name="Serum hoa sen", price=389_000)
    page = a_published_page(shop, "product")
    assert "389.000 ₫" in visitors_see(shop)[0]

    edit(shop, product_id, name="Serum hoa sen mới", price=412_000, image_key="a/b.webp")
    react(shop)

    (html,) = visitors_see(shop)
    assert "412.000 ₫" in html
    assert "389.000 ₫" not in html
    assert "Serum hoa sen mới" in html
    assert "/media/a/b.webp" in html
    (form,) = (
        Publication.objects.for_workspace(shop.id).get(page_id=page.id, version=2).forms.values()
    )
    assert form["products"][0]["price"] == 412_000


def test_the_shops_new_details_reach_every_published_page() -> None:
    shop = a_shop()
    a_product(shop)
    a_published_page(shop, "product")
    a_published_page(shop, "service")
    other = a_shop()
    a_product(other)
    a_published_page(other, "product")
    before = visitors_see(other)

    update_workspace(
        actor=shop.actor, now=NOW, name=None,
        settings={"address": "9 Nguyễn Huệ, Huế", "shipping": {"fee": 27_000}},
    )  # fmt: skip
    react(shop)

    seen = visitors_see(shop)
    assert len(seen) == 2
    assert all("9 Nguyễn Huệ, Huế" in html for html in seen)
    assert sum("27.000 ₫" in html for html in seen) == 1
    assert visitors_see(other) == before


def test_reacting_again_changes_nothing() -> None:
    shop = a_shop()
    product_id = a_product(shop)
    a_published_page(shop, "product")
    edit(shop, product_id, price=412_000)

    react(shop)
    react(shop)

    assert renew_pages(workspace_id=shop.id, product_ids=[product_id], now=NOW) == []
    assert Publication.objects.for_workspace(shop.id).count() == 2


def test_edits_not_yet_published_stay_unpublished() -> None:
    shop = a_shop()
    product_id = a_product(shop, price=389_000)
    page = an_order_page(shop, product_id)
    draft = {"id": "moi", "type": "text", "html": "Chưa xuất bản"}
    change(shop, page, one_section(draft, a_form()), name="Tên mới", slug="dia-chi-moi")
    before = get_page(shop.actor, page.id)

    edit(shop, product_id, price=412_000)
    react(shop)

    (html,) = visitors_see(shop)
    assert "412.000 ₫" in html
    assert "Chưa xuất bản" not in html
    assert "Tên mới" not in html
    after = get_page(shop.actor, page.id)
    assert (after.tree, after.info.version) == (before.tree, before.info.version)
    assert (after.info.name, after.info.slug) == ("Tên mới", "dia-chi-moi")
    assert after.info.changed_since_publish
    assert after.info.published_at == page.published_at
    assert after.info.live_path == page.live_path
    live = Publication.objects.for_workspace(shop.id).get(version=2)
    assert live.path == page.live_path
    assert publish_page(actor=shop.actor, now=NOW, page_id=page.id).published_version == 3


def test_sold_out_is_said_instead_of_a_form_and_taken_back() -> None:
    shop = a_shop()
    product_id = a_product(shop, stock=2)
    an_order_page(shop, product_id)
    assert "<form" in visitors_see(shop)[0]

    order_id = order(shop, product_id, 2)
    react(shop)

    (html,) = visitors_see(shop)
    assert "Tạm hết hàng" in html
    assert "tạm hết hàng nên chưa nhận đơn" in html
    assert "<form" not in html
    assert "<button" not in html
    assert "Điền thông tin" not in html

    cancel_order(actor=shop.actor, now=NOW, order_id=order_id)
    react(shop)

    (html,) = visitors_see(shop)
    assert "hết hàng" not in html
    assert "<form" in html


def test_of_two_products_the_one_in_stock_can_be_ordered() -> None:
    shop = a_shop()
    gone, left = a_product(shop, stock=1), a_product(shop, stock=None)
    an_order_page(shop, gone, left)

    adjust_stock(actor=shop.actor, now=NOW, product_id=gone, delta=-1, reason="hỏng")
    react(shop)

    (html,) = visitors_see(shop)
    assert "<form" in html
    assert f'name="qty_{gone}"' not in html
    (quantity,) = [part for part in html.split("<input") if f'name="qty_{left}"' in part]
    assert 'value="1"' in quantity


@pytest.mark.parametrize("way", ["delete", "archive"])
def test_a_product_no_longer_sold_leaves_the_page(way: str) -> None:
    shop = a_shop()
    product_id = a_product(shop, name="Serum sen", price=389_000)
    an_order_page(shop, product_id)

    if way == "delete":
        delete_product(actor=shop.actor, now=NOW, product_id=product_id)
    else:
        edit(shop, product_id, active=False)
    react(shop)

    (html,) = visitors_see(shop)
    assert "389.000 ₫" not in html
    assert "đã ngừng bán" in html
    assert "<form" not in html


def test_other_pages_other_shops_and_pages_offline_stay_as_they_are() -> None:
    shop, other = a_shop(), a_shop()
    product_id = a_product(shop)
    a_published_page(shop, "ebook")
    offline = an_order_page(shop, product_id)
    unpublish_page(actor=shop.actor, now=NOW, page_id=offline.id)
    theirs = a_product(other)
    an_order_page(other, theirs)
    before = visitors_see(shop), visitors_see(other)

    edit(shop, product_id, price=1_000)
    react(shop)

    assert (visitors_see(shop), visitors_see(other)) == before
    assert Page.objects.for_workspace(shop.id).get(id=offline.id).published_version == 1


def test_what_no_page_shows_of_a_product_is_no_news() -> None:
    shop = a_shop()
    product_id = a_product(shop, stock=10)
    an_order_page(shop, product_id)

    order(shop, product_id, 1)
    edit(shop, product_id)
    react(shop)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log_event WHERE kind = 'product.changed'")
        assert cursor.fetchone() == (0,)
    assert Publication.objects.for_workspace(shop.id).count() == 1


def test_the_editor_shows_the_form_of_what_is_sold_out() -> None:

    shop = a_shop()
    page = an_order_page(shop, a_product(shop, stock=0))
    assert "<form" not in visitors_see(shop)[0]

    detail = get_page(shop.actor, page.id)
    html = preview_page(
        actor=shop.actor, page=page, tree=PageTree.model_validate(detail.tree), seo=Seo(),
        media_url="/media/", editing=True,
    )  # fmt: skip

    assert "<form" in html
    assert "Tạm hết hàng" in html

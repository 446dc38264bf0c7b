"""What the edge says by itself: in the shop's style, in the visitor's language, with a way on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.dress import message, said
from donbay.edge.home import show_home
from donbay.edge.replies import Refusal
from donbay.edge.types import Publication, Shop
from donbay.sites.render.document import PageInput, render_page
from donbay.sites.tree import PageTree, Seo
from donbay.sites.types import ProductView, Seller, Terms
from tests.sites.builders import a_form, one_section
from tests.sites.test_render import PRODUCT, SELLER

SETTINGS = {"address": "28 Nguyễn Huệ", "phone": "0283 822 0088", "email": "xinchao@sen.vn"}
SERUM = replace(PRODUCT, image_key="serum.webp")
DRAWING = {"id": "im", "type": "image", "src": "asset:ebook-cover", "alt": "Bìa sách"}


def a_site(*pages: Publication) -> Site:
    """Return a shop with live pages."""
    site = Site(Shop(1, "sen", "Sen & Bạn", SETTINGS))
    for page in pages:
        site.put(page)
    return site


def a_publication(
    number: int,
    path: str,
    title: str,
    *nodes: dict[str, Any],
    products: tuple[ProductView, ...] = (),
    seller: Seller = SELLER,
    **more: Any,
) -> Publication:
    """Return a page as it would be published."""
    theme = more.pop("theme", {})
    header = {"id": "hd", "type": "header", "brand": "Sen"}
    bundle = render_page(
        PageInput(
            page_id=str(UUID(int=number)),
            version=1,
            name=title,
            tree=PageTree.model_validate({**one_section(*nodes, theme=theme), "header": header}),
            seo=Seo(title=title, **more),
            seller=seller,
            products={str(each.id): each for each in products},
            terms=Terms(30_000, 500_000),
        )
    )
    return Publication(
        workspace_id=1,
        page_id=UUID(int=number),
        path=path,
        version=1,
        html=bundle.html.encode(),
        csp=bundle.csp,
        forms={spec.form_id: spec.to_json() for spec in bundle.forms},
        thanks=bundle.thanks,
        shell=bundle.shell,
    )


def a_checkout(*products: ProductView) -> dict[str, Any]:
    return {"id": "mua", "type": "checkout", "product_ids": [str(each.id) for each in products]}


def a_busy_site() -> Site:
    """Return a shop that gives a book away, sells a serum and hides a page."""
    return a_site(
        a_publication(
            1, "/sach", "Sách <tặng>", DRAWING, a_form(), description="48 trang “hay”",
            theme={"primary": "#7c2d12"},
        ),
        a_publication(2, "/serum", "Serum", a_checkout(SERUM), products=(SERUM,)),
        a_publication(3, "/kin", "Trang kín", a_form(), noindex=True),
    )  # fmt: skip


def test_the_front_door_shows_each_page_with_words_picture_and_price() -> None:
    shown = show_home(a_busy_site(), "vi").body.decode()

    cards = re.findall(r"<article.*?</article>", shown, re.DOTALL)
    assert [re.findall(r'href="(/\w+)"', card)[0] for card in cards] == ["/serum", "/sach"]
    serum, book = cards
    assert "389.000 ₫" in serum
    assert "<s>450.000 ₫</s>" in serum
    assert 'src="/media/serum.webp"' in serum
    assert "48 trang “hay”" in book
    assert "Sách &lt;tặng&gt;" in book
    assert "<svg" in book
    assert "Trang kín" not in shown
    assert '<html lang="vi">' in shown
    assert "<h1" in shown
    assert "Sen &amp; Bạn</h1>" in shown
    assert 'href="tel:02838220088"' in shown
    # The style is that of the shop's oldest page; nothing comes from elsewhere.
    assert "--p:#7c2d12" in shown
    assert not re.search(r'(?:src|href|url\()="?https?:', shown.replace("http://www.w3.org", ""))


def test_drawings_of_several_pages_keep_their_own_ids() -> None:
    pages = [a_publication(n, f"/sach-{n}", f"Sách {n}", DRAWING) for n in (1, 2)]

    shown = show_home(a_site(*pages), "vi").body.decode()

    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids)) > 2


def test_a_product_that_is_sold_out_shows_no_price() -> None:
    gone = replace(SERUM, in_stock=False)
    page = a_publication(1, "/serum", "Serum", a_checkout(gone), products=(gone,))

    shown = show_home(a_site(page), "en").body.decode()

    assert "Sold out for now" in shown
    assert "389.000" not in shown
    assert "Open the page" in shown


def test_an_empty_shop_says_how_to_reach_it() -> None:
    with pytest.raises(Refusal) as refused:
        show_home(a_site(), "vi")

    shown = said(a_site(), refused.value.words, "vi")
    assert refused.value.status == 404
    assert "liên hệ thẳng với cửa hàng" in shown
    assert "mailto:xinchao@sen.vn" in shown
    assert "Về trang chủ" not in shown


@pytest.mark.parametrize(
    ("language", "home"), [("vi", "Về trang chủ của cửa hàng"), ("en", "To the shop's home page")]
)
def test_who_is_lost_finds_the_way_home_and_to_the_pages(language: str, home: str) -> None:
    shown = said(a_busy_site(), words.NOT_FOUND, language)

    assert f'<html lang="{language}">' in shown
    assert f'<a class="btn btn-solid" href="/">{home}</a>' in shown
    assert '<a href="/serum">Serum</a>' in shown
    assert "/kin" not in shown
    assert '<meta name="robots" content="noindex">' in shown


def test_on_another_host_the_shop_is_named_and_no_path_is_offered() -> None:
    shown = message(a_busy_site(), "Ngừng nhận thư?", "<p>…</p>", "vi", here=False)

    assert '<p class="brand">' in shown
    assert "Sen &amp; Bạn" in shown
    assert 'href="/"' not in shown


def test_where_no_shop_is_known_nothing_is_claimed() -> None:
    shown = said(None, words.NO_SHOP, "en")

    assert "There is no shop at this address" in shown
    assert "<header" not in shown
    assert "<footer" not in shown


def test_answers_in_a_pages_style_speak_the_visitors_language_and_lead_home() -> None:
    (page,) = a_site(a_publication(1, "/serum", "Serum", a_form())).by_id.values()

    english = page.answer("Order DH1", "<p>Địa chỉ: của khách</p>", "en")

    assert '<html lang="en">' in english
    assert ">Address: " in english
    assert "<p>Địa chỉ: của khách</p>" in english
    assert '<a class="brand" href="/">' in english
    assert '<a class="brand" href="/">' in (page.thanks("form") or "")

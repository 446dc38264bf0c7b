"""axe in a real Chromium over every template, at both widths, and no sideways scrolling."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from donbay.edge import words
from donbay.edge.dress import said
from donbay.edge.home import show_home
from donbay.sites.forms import check_values
from donbay.sites.render.document import PageInput, render_page
from donbay.sites.render.forms import honeypot, render_retry
from donbay.sites.tree import PageTree, Seo
from donbay.sites.types import BODY_TOKEN, TITLE_TOKEN, Terms
from tests.edge.test_dress import a_busy_site, a_site
from tests.sites.builders import a_form, one_section
from tests.sites.test_render import KEYS, PRODUCT, SELLER, template_tree

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("DONBAY_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in frontend"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine"),
]

EVERYTHING = one_section(
    {"id": "cd", "type": "countdown", "until": "2030-12-01T00:00:00+07:00"},
    {"id": "vd", "type": "video", "href": "https://youtu.be/x", "title": "Xem cách dùng"},
    {"id": "p1", "type": "product", "product_id": str(PRODUCT.id), "layout": "row"},
    {"id": "li", "type": "list", "marker": "star", "items": [{"html": "một"}]},
    {"id": "im", "type": "image", "src": "asset:ebook-cover", "alt": "Bìa sách", "ratio": "4-3"},
    {"id": "dv", "type": "divider"},
    {"id": "sp", "type": "spacer", "height": "xl"},
    {
        "id": "bx",
        "type": "box",
        "style": {"background": "primary"},
        "children": [
            {"id": "bh", "type": "heading", "level": 4, "html": "Trong hộp"},
            {"id": "bt", "type": "text", "html": "Chữ mờ", "style": {"color": "muted"}},
            {"id": "bb", "type": "button", "label": "Nút", "href": "/x", "variant": "outline"},
        ],
    },
    {"id": "ck", "type": "checkout", "product_ids": [str(PRODUCT.id)]},
    theme={"primary": "#ffd400", "accent": "#00e5ff", "ink": "#888888", "paper": "#ffffff"},
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def page_of(tree: Any) -> PageInput:
    return PageInput(
        page_id="p",
        version=1,
        name="Trang",
        tree=PageTree.model_validate(tree),
        seo=Seo(title="Trang"),
        seller=SELLER,
        products={str(PRODUCT.id): PRODUCT},
        terms=Terms(30_000, 500_000),
    )


def violations(chromium: Browser, html: str, width: int) -> list[str]:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    try:
        page.set_content(html)
        page.add_script_tag(path=str(AXE))
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        wide = page.evaluate("document.documentElement.scrollWidth")
    finally:
        page.close()
    assert wide <= width
    return [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("key", KEYS)
def test_axe_finds_nothing_in_a_template(chromium: Browser, key: str, width: int) -> None:
    bundle = render_page(page_of(template_tree(key)))

    assert violations(chromium, bundle.html, width) == []


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_in_every_other_component_with_a_difficult_theme(
    chromium: Browser, width: int
) -> None:
    bundle = render_page(page_of(EVERYTHING))

    assert violations(chromium, bundle.html, width) == []


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_in_what_a_shop_says_by_itself(chromium: Browser, width: int) -> None:
    site = a_busy_site()

    for shown in (
        show_home(site, "vi").body.decode(),
        said(site, words.NOT_FOUND, "en"),
        said(a_site(), words.EMPTY_SHOP, "vi"),
        said(None, words.LINK_GONE, "vi"),
    ):
        assert violations(chromium, shown, width) == []


def test_axe_finds_nothing_in_thanks_and_in_a_form_that_came_back(chromium: Browser) -> None:
    bundle = render_page(page_of(one_section(a_form())))
    (spec,) = bundle.forms
    raw = {"name": "", "email": "sai", "phone": "12"}
    retry = render_retry(
        spec, "/_f/p/form", honeypot(), raw, check_values(spec, raw).problems, message="Xin xem lại"
    )
    answer = bundle.shell.replace(TITLE_TOKEN, "Chưa gửi được").replace(BODY_TOKEN, retry)

    assert violations(chromium, bundle.thanks["form"], 390) == []
    assert violations(chromium, answer, 390) == []
    assert "Hãy nhập: Họ và tên." in answer
    assert 'value="sai"' in answer


@pytest.mark.parametrize("key", KEYS)
def test_a_small_phone_has_brand_and_button_on_one_line_each(chromium: Browser, key: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    try:
        page.set_content(render_page(page_of(template_tree(key))).html)
        header = page.locator(".hd")
        heights = [header.locator(each).bounding_box() for each in (".brand span", ".btn")]
    finally:
        page.close()

    assert all(box is not None for box in heights)
    assert [box["height"] < most for box, most in zip(heights, (35, 50), strict=True) if box] == [
        True,
        True,
    ]

"""The rendered document: structure, contrast, size, and that nothing harmful survives."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from donbay.sites import artwork
from donbay.sites.library import templates
from donbay.sites.render.colour import contrast, on, readable, surface
from donbay.sites.render.document import PageInput, render_page, render_preview
from donbay.sites.starting import with_products
from donbay.sites.tree import PAPER, PageTree, Question, Seo, Theme, dump
from donbay.sites.types import ProductView, Seller
from tests.sites.builders import a_form, one_section

PRODUCT = ProductView(
    id=UUID(int=7), name="Serum <b>sen</b>", price=389_000, compare_price=450_000, description="Ẩm"
)
SELLER = Seller("Sen Skincare", "12 Nguyễn Huệ", "028 3822 1234", "chao@sen.vn", "0312345678")
A_TEXT = {"id": "loi", "type": "text", "html": "<p>Giao trong 2 ngày.</p>"}
LOUD = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</style><script>x</script>",
    "<svg/onload=alert(1)>",
    "{{7*7}}",
    "__DONBAY_ONCE__",
    "__DON<i></i>BAY_CTX__",
    "' onclick='x",
    "<a href=javascript:x>y</a>",
    "<iframe srcdoc='<script>x</script>'>",
    "&#106;avascript:x",
    "<style>*{}</style>",
    "<p style='position:fixed'>",
    "<math><mi//xlink:href='data:x,<script>x</script>'>",
]


class Outline(HTMLParser):
    """Collects what matters of a document; a script or handler in it is noted."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def render(tree: Any, **more: Any) -> str:
    page = PageInput(
        page_id=str(UUID(int=1)),
        version=3,
        name="Trang",
        tree=PageTree.model_validate(tree),
        seo=more.pop("seo", Seo()),
        seller=more.pop("seller", SELLER),
        products={str(PRODUCT.id): PRODUCT},
        **more,
    )
    return render_page(page).html


def template_tree(key: str) -> Any:
    (template,) = [each for each in templates() if each.key == key]
    return with_products(template.tree, [str(PRODUCT.id)])


KEYS = [template.key for template in templates()]


@pytest.mark.parametrize("key", KEYS)
def test_a_template_is_one_small_accessible_document_without_foreign_requests(key: str) -> None:
    html = render(template_tree(key))
    outline = Outline(html)

    assert html.startswith('<!doctype html><html lang="vi">')
    assert len(gzip.compress(html.encode(), 9)) <= 60_000
    assert [name for name, _ in outline.tags if name in {"main", "header", "footer"}] == [
        "header",
        "main",
        "footer",
    ]
    assert outline.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))
    assert not outline.all("script")
    assert not outline.all("link")
    assert not [a for _, a in outline.tags if "style" in a]
    ids = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(ids) == len(set(ids))
    labels = {a["for"] for a in outline.all("label") if "for" in a}
    for field in [*outline.all("input"), *outline.all("select"), *outline.all("textarea")]:
        hidden = field.get("type") in {"hidden", "radio"} or field.get("name") == "company_website"
        assert hidden or field.get("id") in labels or "aria-label" in field
    assert "12 Nguyễn Huệ" in html
    assert "0312345678" in html


@pytest.mark.parametrize("key", KEYS)
def test_a_template_survives_being_stored(key: str) -> None:
    tree = PageTree.model_validate(template_tree(key))

    assert PageTree.model_validate(json.loads(json.dumps(dump(tree)))) == tree


def test_a_form_posts_without_script_and_its_consent_box_is_not_ticked() -> None:
    outline = Outline(render(one_section(a_form())))

    (form,) = outline.all("form")
    inputs = {field["name"]: field for field in outline.all("input")}
    assert (form["method"], form["action"]) == ("post", f"/_f/{UUID(int=1)}/form")
    assert inputs["client_id"]["value"] == "__DONBAY_ONCE__"
    assert inputs["_ctx"]["value"] == "__DONBAY_CTX__"
    assert inputs["_v"]["value"] == "3"
    assert "checked" not in inputs["consent"]
    assert inputs["email"]["type"] == "email"
    assert "required" in inputs["name"]


def test_a_button_to_a_section_with_a_form_beside_words_leads_to_the_form_on_a_phone() -> None:
    words = {"id": "left", "type": "column", "children": [A_TEXT]}
    order = {"id": "right", "type": "column", "children": [a_form()]}
    columns = {"id": "columns", "type": "columns", "children": [words, order]}
    section = {"id": "s", "type": "section", "anchor": "dat-hang", "children": [columns]}
    html = render({"version": 1, "sections": [section]})

    assert html.count('id="dat-hang"') == 1
    assert re.search(r'<div class="fw"><span class="at" id="dat-hang"></span><form', html)
    # Side by side the section's own words are seen with the form, so both come into sight.
    assert ".at{position:absolute}@media(min-width:720px){.at{top:0}}" in html


def test_a_button_to_a_section_whose_form_stands_below_its_words_leads_to_the_words() -> None:
    section = {"id": "s", "type": "section", "anchor": "dat-hang", "children": [A_TEXT, a_form()]}
    html = render({"version": 1, "sections": [section]})

    assert re.search('<section class="sec" id="dat-hang"', html)


def test_each_form_of_a_page_has_its_own_one_time_id() -> None:
    second = a_form() | {"id": "form-hai"}

    html = render(one_section(a_form(), second))

    assert html.count("__DONBAY_ONCE__") == 2


def test_a_checkout_shows_price_delivery_and_payment_before_the_order() -> None:
    node = {"id": "mua", "type": "checkout", "product_ids": [str(PRODUCT.id)]}

    html = render(one_section(node))
    outline = Outline(html)

    (form,) = outline.all("form")
    names = {field["name"] for field in outline.all("input")}
    assert form["action"] == f"/_o/{UUID(int=1)}/mua"
    assert {f"qty_{PRODUCT.id}", "payment_method", "voucher_code", "name", "phone"} <= names
    assert "389.000 ₫" in html
    assert "Miễn phí giao hàng" in html
    assert "Serum &lt;b&gt;sen&lt;/b&gt;" in html


def test_an_editor_frame_has_marks_to_click_on_and_no_working_form() -> None:
    html = render(one_section(a_form(), {"id": "anh", "type": "image"}), editing=True)

    assert 'data-node="anh"' in html
    assert "__DONBAY_ONCE__" not in html
    assert "/_f/" not in html


def test_a_preview_runs_nothing_and_shows_the_moment_all_the_same() -> None:
    node = {"id": "dem", "type": "countdown", "until": "2026-12-01T00:00:00+07:00"}
    tree = PageTree.model_validate(one_section(node))

    shown = render_preview(PageInput("p", 1, "Trang", tree, Seo(), SELLER))

    assert "<script" not in shown
    assert 'datetime="2026-12-01' in shown


def test_a_countdown_brings_its_one_script_and_the_policy_that_allows_it() -> None:
    node = {"id": "dem", "type": "countdown", "until": "2026-12-01T00:00:00+07:00"}
    tree = PageTree.model_validate(one_section(node))

    bundle = render_page(PageInput("p", 1, "Trang", tree, Seo(), SELLER))

    assert bundle.html.count("<script>") == 1
    assert "00:00 ngày 1/12/2026" in bundle.html
    assert "script-src 'sha256-" in bundle.csp
    assert "default-src 'none'" in bundle.csp


def test_a_redirect_after_a_form_is_allowed_by_the_policy() -> None:
    form = a_form(success={"kind": "redirect", "href": "https://zalo.me/123"})
    tree = PageTree.model_validate(one_section(form))

    bundle = render_page(PageInput("p", 1, "Trang", tree, Seo(), SELLER))

    assert "form-action 'self' https://zalo.me" in bundle.csp


def test_the_shell_and_thanks_are_documents_in_the_same_style() -> None:
    tree = PageTree.model_validate(one_section(a_form()))

    bundle = render_page(PageInput("p", 1, "Trang", tree, Seo(), SELLER))

    assert bundle.shell.count("__DONBAY_TITLE__") == 2
    assert bundle.shell.count("__DONBAY_BODY__") == 1
    assert "Cảm ơn bạn!" in bundle.thanks["form"]
    assert 'content="noindex"' in bundle.thanks["form"]


colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@settings(deadline=None, max_examples=400)
@example("#000000", "#000000", "#000000", "#c64b00")
@example("#336699", "#ffffff", "#ffffff", "#767676")
@given(colours, colours, colours, colours)
def test_every_ink_reads_on_its_paper_whatever_theme(
    primary: str, accent: str, ink: str, paper: str
) -> None:
    theme = Theme(primary=primary, accent=accent, ink=ink, paper=paper)

    assert contrast(on(primary, theme), primary) >= 4.5
    for name in PAPER:
        found = surface(theme, name)
        if max(min(contrast(end, s) for s in found.stops) for end in ("#000000", "#ffffff")) < 4.6:
            continue  # a gradient from black to white has no ink that reads everywhere
        for paint in (found.ink, found.muted, found.primary, found.accent):
            assert all(contrast(paint, stop) >= 4.5 for stop in found.stops), (name, paint)


@given(colours, colours)
def test_readable_keeps_a_colour_that_already_reads(colour: str, paper: str) -> None:
    moved = readable(colour, (paper,))

    assert contrast(moved, paper) >= 4.5
    assert moved == colour or contrast(colour, paper) < 4.6


nasty = st.one_of(st.sampled_from(LOUD), st.text(max_size=40)).flatmap(
    lambda text: st.sampled_from([text, f"{text}{LOUD[0]}", f"<b>{text}</b>", f"a {text} b"])
)
_ALLOWED_SCHEME = re.compile(r"(?:#|/(?!/)|https?:|mailto:|tel:|/_[fo]/)")


@settings(max_examples=150, deadline=None)
@given(st.lists(nasty, min_size=14, max_size=14))
def test_no_script_handler_or_foreign_scheme_survives(words: list[str]) -> None:
    w = [word[:280] for word in words]
    tree = one_section(
        {"id": "h", "type": "heading", "html": w[0]},
        {"id": "t", "type": "text", "html": w[1]},
        {"id": "l", "type": "list", "items": [{"html": w[2]}]},
        {"id": "q", "type": "faq", "items": [{"question": w[3], "html": w[4]}]},
        {"id": "s", "type": "testimonial", "html": w[5], "name": w[6], "role": w[7]},
        {"id": "b", "type": "button", "label": w[8], "href": "/x"},
        {"id": "i", "type": "image", "src": "media:abcd.webp", "alt": w[9], "caption": w[10]},
        a_form(
            title=w[11],
            description=w[12],
            fields=[{"key": "a", "type": "select", "label": w[13], "options": [w[0]]}],
            consent={"text": w[1]},
            note=w[2],
        ),
    )

    html = render(tree, seo=Seo(title=w[3], description=w[4]), seller=Seller(name=w[5]))

    outline = Outline(html)
    assert {name for name, _ in outline.tags}.isdisjoint(
        {"script", "iframe", "object", "embed", "math", "base", "link"}
    )
    assert html.count("<style>") == 1
    assert html.count("__DONBAY_ONCE__") == html.count("__DONBAY_CTX__") == 1
    for name, attrs in outline.tags:
        assert not [key for key in attrs if key.startswith("on") or key in {"style", "srcdoc"}]
        for key in ("href", "src", "action"):
            if key in attrs and name != "style":
                assert _ALLOWED_SCHEME.match(attrs[key] or "#"), attrs


@given(nasty)
def test_a_link_of_another_scheme_is_refused_by_the_tree(text: str) -> None:
    try:
        tree = PageTree.model_validate(
            one_section({"id": "b", "type": "button", "label": "x", "href": text})
        )
    except ValueError:
        return
    button = tree.sections[0].children[0]
    assert button.href == "" or _ALLOWED_SCHEME.match(button.href)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", artwork.names())
def test_a_drawing_is_inert(name: str) -> None:
    svg = artwork.inline(name, "x", ' aria-hidden="true"')
    outline = Outline(svg)

    assert {tag for tag, _ in outline.tags} <= {
        "svg", "g", "path", "circle", "ellipse", "rect", "defs", "stop", "clippath",
        "lineargradient", "radialgradient",
    }  # fmt: skip
    for _, attrs in outline.tags:
        assert not [k for k in attrs if k.startswith("on") or k in {"href", "style"}]
        assert all(v is None or "url(#x-" in v or "url(" not in v for v in attrs.values())


@pytest.mark.parametrize(
    "tree",
    [
        {"version": 2},
        {"version": 1, "html": "<p>"},
        one_section({"id": "a", "type": "html", "html": "x"}),
        one_section({"id": "a", "type": "text", "html": "x", "onclick": "y"}),
        one_section({"id": "a", "type": "text"}, {"id": "a", "type": "text"}),
        one_section({"id": "a", "type": "text", "style": {"color": "url(x)"}}),
        one_section({"id": "a", "type": "image", "src": "https://foreign.example/x.png"}),
        one_section({"id": "a", "type": "image", "src": "media:../../etc/passwd"}),
        one_section(a_form(fields=[{"key": "client_id", "type": "text", "label": "x"}])),
        one_section({"id": "a", "type": "countdown", "until": "2026-12-01T00:00:00"}),
    ],
)
def test_what_the_schema_does_not_know_is_refused(tree: Any) -> None:
    with pytest.raises(ValueError):
        PageTree.model_validate(tree)


def test_empty_lines_of_a_choice_are_no_options() -> None:
    field = {
        "key": "from",
        "type": "select",
        "label": "Từ đâu?",
        "options": ["Bạn bè", "", " Zalo "],
    }

    question = Question.model_validate(field)

    assert question.options == ["Bạn bè", "Zalo"]

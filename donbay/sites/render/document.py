"""Whole documents: the page, its thank-you pages, and the shell for what is known only later."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from donbay.kit.web import web_origin
from donbay.sites.render.colour import surface
from donbay.sites.render.context import Context
from donbay.sites.render.markup import attrs, el, esc, join, void
from donbay.sites.render.nodes import blocks, button_link, render_nodes
from donbay.sites.render.outline import heading_levels
from donbay.sites.render.sheet import Sheet
from donbay.sites.specs import form_specs
from donbay.sites.tree import (
    Checkout,
    Columns,
    Countdown,
    Footer,
    Header,
    Heading,
    LeadForm,
    PageTree,
    Section,
    Seo,
    descend,
    walk,
)
from donbay.sites.types import (
    BODY_TOKEN,
    TITLE_TOKEN,
    Bundle,
    FormSpec,
    ProductView,
    Seller,
    Terms,
)

_FORMS = (LeadForm, Checkout)
TICKER = (
    '(function(){document.querySelectorAll("time[data-ended]").forEach(function(t){'
    "var u=Date.parse(t.dateTime),p=function(n){return(n<10?'0':'')+n},d=function(){"
    "var s=Math.floor((u-Date.now())/1e3);if(s<1){t.textContent=t.dataset.ended;"
    "clearInterval(i);return}var n=Math.floor(s/86400);"
    "t.textContent=(n?n+' ngày ':'')+p(Math.floor(s/3600)%24)+':'+p(Math.floor(s/60)%60)"
    "+':'+p(s%60)"
    "},i=setInterval(d,1e3);d()})})()"
)


@dataclass(frozen=True, slots=True)
class PageInput:
    """Everything a page's documents depend on."""

    page_id: str
    version: int
    name: str
    tree: PageTree
    seo: Seo
    seller: Seller
    products: Mapping[str, ProductView] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    media_url: str = "/media/"
    origin: str = ""
    editing: bool = False


def render_page(page: PageInput) -> Bundle:
    """Return the page with all that is published with it."""
    specs = form_specs(page.tree, page.products, page.terms)
    script = TICKER if _ticks(page.tree) else ""
    html, css = _shown(page, specs, script)
    answers = _context(page, specs)
    thanks = {spec.form_id: _thanks(page, answers, spec) for spec in specs}
    return Bundle(
        html=html,
        csp=policy(css, script, [spec.success for spec in specs]),
        thanks=thanks,
        shell=_shell(page),
        forms=specs,
    )


# Our own words around what a shop says; its pages are in Vietnamese, answers in the visitor's.
SHELL_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "skip": "Đến nội dung chính", "address": "Địa chỉ", "phone": "Điện thoại",
        "tax_code": "Mã số thuế",
    },
    "en": {
        "skip": "Skip to the main content", "address": "Address", "phone": "Phone",
        "tax_code": "Tax code",
    },
}  # fmt: skip


def in_language(shell: str, language: str) -> str:
    """Return a shell with our own few words around the answer in the visitor's language."""
    if language == "vi":
        return shell
    shell = shell.replace('<html lang="vi">', f'<html lang="{language}">')
    for name, ours in SHELL_WORDS["vi"].items():
        end = "<" if name == "skip" else ": "
        shell = shell.replace(f">{ours}{end}", f">{SHELL_WORDS[language][name]}{end}")
    return shell


def render_preview(page: PageInput) -> str:
    """Return the page as one document for the sandboxed frame of the editor.

    Nothing runs there, so a countdown shows its moment as it does to those without scripts.
    """
    specs = form_specs(page.tree, page.products, page.terms)
    return _shown(page, specs)[0]


def _shown(page: PageInput, specs: list[FormSpec], script: str = "") -> tuple[str, str]:
    """Return the document that visitors open, and its style."""
    ctx = _context(page, specs)
    body = _body(page, ctx)
    css = ctx.sheet.css()
    return _document(page, page.seo.title or page.name, body, css, script=script), css


def policy(css: str, script: str, successes: list[Mapping[str, str]]) -> str:
    """Return the Content-Security-Policy under which exactly this document works."""
    targets = {web_origin(success.get("href", "")) for success in successes} - {""}
    parts = [
        "default-src 'none'",
        f"style-src '{_digest(css)}'",
        "img-src 'self' data:",
        "form-action 'self'" + join(f" {target}" for target in sorted(targets)),
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    if script:
        parts.append(f"script-src '{_digest(script)}'")
    return "; ".join(parts)


def _context(page: PageInput, specs: list[FormSpec]) -> Context:
    return Context(
        sheet=Sheet(page.tree.theme),
        surface=surface(page.tree.theme, "paper"),
        page_id=page.page_id,
        version=page.version,
        media_url=page.media_url,
        seller=page.seller,
        levels=heading_levels(page.tree),
        products=page.products,
        forms={spec.form_id: spec for spec in specs},
        editing=page.editing,
    )


def _body(page: PageInput, ctx: Context) -> str:
    first = page.tree.sections[0].style.background if page.tree.sections else None
    header = _header(page.tree.header, ctx, first) if page.tree.header else ""
    hidden = "" if ctx.levels else el("h1", esc(page.seo.title or page.name), class_="vh")
    taken = {"main"}
    sections = join(_section(section, ctx, taken) for section in page.tree.sections)
    main = el("main", hidden + sections, id="main", tabindex="-1")
    return header + main + _footer(page.tree.footer, ctx)


def _section(node: Section, ctx: Context, taken: set[str]) -> str:
    anchor = node.anchor if node.anchor and node.anchor not in taken else None
    taken.add(node.anchor or "main")
    first = next(iter(_headings(node)), None)
    art = ""
    if node.art:
        ctx.sheet.use("image")
        art = el(
            "div", ctx.picture(node.art, "", f"{node.id}-art"), class_="art", aria_hidden="true"
        )
    width = f" {node.width}" if node.width != "normal" else ""
    inside = ctx.on(node)
    # On a phone the columns stand below one another: who comes to order is led to the form itself.
    form = _form_in_columns(node) if anchor else None
    if form and anchor:
        inside = replace(inside, anchors={form: anchor})
        anchor = None
    inner = el("div", render_nodes(node.children, inside), class_=f"wrap stack{width}")
    label = f"h-{first}" if first else None
    look = ctx.attributes(node, "sec", id=anchor, aria_labelledby=label)
    return f"<section{look}>{art}{inner}</section>"


def _form_in_columns(node: Section) -> str | None:
    columns = (child for child in node.children if isinstance(child, Columns))
    forms = (each for row in columns for each, _ in descend(row) if isinstance(each, _FORMS))
    return next((form.id for form in forms), None)


def _headings(node: object) -> list[str]:
    found: list[str] = []
    for child in getattr(node, "children", ()):
        found += [child.id] if isinstance(child, Heading) else _headings(child)
    return found


def _header(node: Header, ctx: Context, below: str | None) -> str:
    """Return the header; without a background of its own it lies on a light first section."""
    ctx.sheet.use("header")
    over = not node.style.background and not surface(ctx.sheet.theme, below or "paper").dark
    inside = ctx.on(node)
    logo = inside.picture(node.logo, "", node.id, eager=True)
    brand = el("a", logo + el("span", esc(node.brand or ctx.seller.name)), class_="brand", href="#")
    links = join(el("li", el("a", esc(link.label), href=link.href or "#")) for link in node.links)
    nav = el("nav", el("ul", links, role="list"), aria_label="Trên trang này") if links else ""
    button = ""
    if node.button:
        ctx.sheet.use("button")
        button = button_link(node.button.label, node.button.href, "btn btn-solid btn-sm")
    inner = el("div", brand + nav + button, class_="wrap wide hd-in")
    return f"<header{ctx.attributes(node, 'hd over' if over else 'hd')}>{inner}</header>"


def _footer(node: Footer, ctx: Context) -> str:
    ctx.sheet.use("footer")
    links = join(el("li", el("a", esc(link.label), href=link.href or "#")) for link in node.links)
    side = f'<div class="txt">{blocks(node.html)}</div>' if node.html else ""
    side += (
        el("nav", el("ul", links, role="list"), aria_label="Liên kết cuối trang") if links else ""
    )
    inner = el("div", seller_block(ctx.seller), class_="who") + (el("div", side) if side else "")
    inner = el("div", inner, class_="wrap ft-in")
    return f"<footer{ctx.attributes(node, 'ft')}>{inner}</footer>"


def seller_block(seller: Seller, language: str = "vi") -> str:
    """Return who sells, with what the law wants shown."""
    word = SHELL_WORDS[language]
    rows = []
    if seller.address:
        rows.append(f"{word['address']}: {esc(seller.address)}")
    if seller.phone:
        digits = esc("".join(c for c in seller.phone if c in "+0123456789"))
        rows.append(f'{word["phone"]}: <a href="tel:{digits}">{esc(seller.phone)}</a>')
    if seller.email:
        rows.append(f'E-mail: <a href="mailto:{esc(seller.email)}">{esc(seller.email)}</a>')
    if seller.tax_code:
        rows.append(f"{word['tax_code']}: {esc(seller.tax_code)}")
    return el("strong", esc(seller.name)) + el("address", "<br>".join(rows))


def _thanks(page: PageInput, ctx: Context, spec: FormSpec) -> str:
    title = spec.success.get("title") or "Cảm ơn bạn!"
    href, label = spec.success.get("href", ""), spec.success.get("button_label", "")
    body = f'<div class="ok" aria-hidden="true"></div><h1 class="h-1">{esc(title)}</h1>'
    body += f'<div class="txt">{blocks(spec.success.get("html", ""))}</div>'
    if spec.kind == "checkout":
        body += BODY_TOKEN
    if href and label:
        body += el("p", button_link(label, href, "btn btn-solid"))
    return _message(page, ctx, title, body)


def _shell(page: PageInput) -> str:
    ctx = _context(page, [])
    for part in ("form", "checkout", "product", "image"):
        ctx.sheet.use(part)
    ctx.sheet.surface_class("white")
    body = f'<h1 class="h-2">{TITLE_TOKEN}</h1>{BODY_TOKEN}'
    return _message(page, ctx, TITLE_TOKEN, body)


def _message(page: PageInput, ctx: Context, title: str, inner: str) -> str:
    ctx.sheet.use("message")
    ctx.sheet.use("button")
    header = _header(_plain_header(page.tree.header), ctx, "glow") if page.tree.header else ""
    glow = ctx.sheet.surface_class("glow")
    main = el("div", inner, class_="wrap narrow")
    main = el("main", main, id="main", class_=f"msg {glow}", tabindex="-1")
    body = header + main + _footer(Footer(id="footer", type="footer"), ctx)
    return _document(page, title, body, ctx.sheet.css(), noindex=True)


def _plain_header(header: Header) -> Header:
    return header.model_copy(update={"links": [], "button": None})


def _document(
    page: PageInput, title: str, body: str, css: str, *, script: str = "", noindex: bool = False
) -> str:
    # The shell's title holds a name for the edge, so only author's text passes through esc.
    shown = title if title == TITLE_TOKEN else esc(title)
    head = [
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{shown}</title>",
        _meta(page, noindex=noindex or page.seo.noindex),
        f'<meta name="theme-color" content="{page.tree.theme.paper}">',
        f"<style>{css}</style>",
    ]
    skip = el("a", SHELL_WORDS["vi"]["skip"], class_="skip", href="#main")
    tail = f"<script>{script}</script>" if script else ""
    inner = f"<head>{join(head)}</head><body>{skip}{body}{tail}</body>"
    return f'<!doctype html><html lang="vi">{inner}</html>'


def _meta(page: PageInput, *, noindex: bool) -> str:
    out = void("meta", name="robots", content="noindex") if noindex else ""
    if page.seo.description:
        out += void("meta", name="description", content=page.seo.description)
        out += f"<meta{attrs({'property': 'og:description', 'content': page.seo.description})}>"
    out += f"<meta{attrs({'property': 'og:title', 'content': page.seo.title or page.name})}>"
    kind, _, key = page.seo.image.partition(":")
    if kind == "media" and page.origin:
        url = f"{page.origin}{page.media_url}{key}"
        out += f"<meta{attrs({'property': 'og:image', 'content': url})}>"
    return out


def _ticks(tree: PageTree) -> bool:
    return any(isinstance(node, Countdown) for node, _ in walk(tree))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

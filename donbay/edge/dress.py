"""Documents in a shop's own style for what no page of its says: home, refusals, mail links."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from donbay.edge.catalogue import HOME, ROOT, Site
from donbay.edge.page import LivePage
from donbay.edge.types import Shop
from donbay.edge.words import Words
from donbay.sites.render.document import SHELL_WORDS, seller_block
from donbay.sites.render.sheet import Sheet
from donbay.sites.tree import Theme
from donbay.sites.types import Seller

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_LOGO = re.compile(r'<a class="brand"[^>]*>(.*?)<span>', re.DOTALL)
_PARTS = ("form", "checkout", "product", "image", "message", "button", "header", "footer")
_MORE = (
    # Pages published before this rule was part of their own style still lend theirs.
    ".msg .btns{justify-content:center}"
    ".shop{display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),23rem))}"
    ".stack>.txt+.shop{margin-top:clamp(1.75rem,4vw,2.75rem)}"
    ".shop .pd{position:relative}.shop .pd-im svg{padding:4%}"
    ".shop .pd-im b{font:700 4rem/1 var(--hf);color:var(--pt);opacity:.55}"
    ".shop h2 a{color:inherit;text-decoration:none}"
    '.shop h2 a::after{content:"";position:absolute;inset:0;border-radius:var(--r)}'
    ".shop h2 a:focus-visible{outline:0}"
    ".shop h2 a:focus-visible::after{outline:3px solid var(--focus);outline-offset:3px}"
    ".shop .pd:hover h2 a{text-decoration:underline}"
    ".shop .go{margin-top:auto;padding-top:.5rem;font-weight:600;color:var(--pt)}"
    ".ways{list-style:none;display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1.5rem}"
    ".ways a{display:inline-block;padding-block:.5rem}"
)
_LABELS = {
    "vi": {"home": "Về trang chủ của cửa hàng", "other": "Hay bạn đang tìm:"},
    "en": {"home": "To the shop's home page", "other": "Or are you looking for:"},
}
_MOST_WAYS = 6


@dataclass(frozen=True, slots=True)
class Look:
    """The style and the mark of a shop's pages."""

    css: str
    logo: str = ""


def look_of(site: Site | None) -> Look:
    """Return how a shop's home page looks, else its oldest page, else a look of ours."""
    page = _model(site) if site else None
    if page is None:
        return _plain_look()
    shell = page.publication.shell
    style, logo = _STYLE.search(shell), _LOGO.search(shell)
    return Look(style[1], logo[1] if logo else "") if style else _plain_look()


def dressed(
    site: Site | None, title: str, main: str, language: str, *, home: str = ROOT, head: str = ""
) -> str:
    """Return a document in the shop's style around a ready `<main>`; `head` is ready markup."""
    look = look_of(site)
    skip = f'<a class="skip" href="#main">{SHELL_WORDS[language]["skip"]}</a>'
    top = _header(site.shop, look, home) if site else ""
    foot = _footer(site.shop, language) if site else ""
    name = f" · {site.shop.name}" if site and site.shop.name and site.shop.name != title else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{html.escape(title + name)}</title>{head}"
        f"<style>{look.css}{_MORE}</style></head>"
        f"<body>{skip}{top}{main}{foot}</body></html>"
    )


def message(site: Site | None, title: str, body: str, language: str, *, here: bool = True) -> str:
    """Return a document that says one thing; `here`: the shop's pages are on this host."""
    main = (
        '<main id="main" class="msg b-glow" tabindex="-1"><div class="wrap narrow">'
        f'<h1 class="h-2">{html.escape(title)}</h1>{body}</div></main>'
    )
    hidden = '<meta name="robots" content="noindex">'
    return dressed(site, title, main, language, home=ROOT if here else "", head=hidden)


def said(site: Site | None, words: Words, language: str, *, here: bool = True) -> str:
    """Return a document with a title and a sentence, and the way on where there is one."""
    ways = _ways(site, language) if site and here else ""
    return message(site, words.title(language), text(words, language) + ways, language, here=here)


def text(words: Words, language: str) -> str:
    """Return a sentence as a paragraph."""
    return f'<div class="txt"><p>{html.escape(words.text(language))}</p></div>'


def listed(site: Site) -> list[LivePage]:
    """Return the pages that may be found: one hidden from search engines is for invited eyes."""
    found = (page for page in site.by_id.values() if not page.hidden)
    return sorted(found, key=lambda page: (page.title.casefold(), page.page_id))


def way_home(language: str) -> str:
    """Return the button to the shop's home."""
    label = _LABELS[language]["home"]
    return f'<p class="btns"><a class="btn btn-solid" href="{ROOT}">{label}</a></p>'


def _ways(site: Site, language: str) -> str:
    """Return the way home and to the first pages; a shop without pages has no home to go to."""
    pages = [page for page in listed(site) if page.publication.path != HOME]
    if not pages:
        return way_home(language) if ROOT in site.pages else ""
    links = "".join(
        f'<li><a href="{html.escape(page.publication.path)}">{html.escape(page.title)}</a></li>'
        for page in pages[:_MOST_WAYS]
    )
    other = _LABELS[language]["other"]
    return f'{way_home(language)}<p>{other}</p><ul class="ways" role="list">{links}</ul>'


def _model(site: Site) -> LivePage | None:
    home = site.pages.get(HOME)
    return home or min(site.by_id.values(), key=lambda page: page.page_id, default=None)


@cache
def _plain_look() -> Look:
    sheet = Sheet(Theme())
    for part in _PARTS:
        sheet.use(part)
    for paper in ("glow", "white"):
        sheet.surface_class(paper)
    return Look(sheet.css())


def _header(shop: Shop, look: Look, home: str) -> str:
    name = f"{look.logo}<span>{html.escape(shop.name)}</span>"
    brand = f'<a class="brand" href="{home}">{name}</a>' if home else f'<p class="brand">{name}</p>'
    return f'<header class="hd over"><div class="wrap wide hd-in">{brand}</div></header>'


def _footer(shop: Shop, language: str) -> str:
    """Return who sells and how to reach them, as every page of theirs says it."""
    who = seller_block(Seller.from_settings(shop.name, shop.settings), language)
    inner = f'<div class="wrap ft-in"><div class="who">{who}</div></div>'
    return f'<footer class="ft">{inner}</footer>'

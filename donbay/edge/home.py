"""A shop's front door where it has no home page of its own: its live pages as cards."""

from __future__ import annotations

import html

from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.dress import dressed, listed
from donbay.edge.page import LivePage
from donbay.edge.replies import Refusal, Reply, document
from donbay.kit.money import format_vnd

_GO = {"vi": "Xem trang", "en": "Open the page"}
_FROM = {"vi": "Từ", "en": "From"}
_GONE = {"vi": "Tạm hết hàng", "en": "Sold out for now"}
# A drawing weighs about 10 kB in the document; a shop with more pages shows their letters.
_MOST_DRAWINGS = 8


def show_home(site: Site, language: str) -> Reply:
    """Return a page that shows the shop's live pages; the home page itself is served before."""
    pages = sorted(listed(site), key=lambda page: not page.offers)
    if not pages:
        raise Refusal(404, words.EMPTY_SHOP)
    cards = "".join(_card(page, at, language) for at, page in enumerate(pages))
    title = site.shop.name or words.SHOP_PAGES.title(language)
    lead = words.SHOP_PAGES.text(language)
    main = (
        '<main id="main" tabindex="-1"><section class="sec b-glow"><div class="wrap stack">'
        f'<h1 class="h-1">{html.escape(title)}</h1>'
        f'<div class="txt"><p>{html.escape(lead)}</p></div>'
        f'<div class="shop">{cards}</div></div></section></main>'
    )
    about = html.escape(f"{title}. {lead}")
    head = f'<meta name="description" content="{about}">'
    return document(200, dressed(site, title, main, language, head=head))


def _card(page: LivePage, at: int, language: str) -> str:
    picture = page.picture(f"p{at}", drawings=at < _MOST_DRAWINGS)
    letter = html.escape(page.title[:1].upper())
    about = f"<p>{html.escape(page.description)}</p>" if page.description else ""
    path = html.escape(page.publication.path)
    return (
        '<article class="pd b-white">'
        f'<div class="pd-im" aria-hidden="true">{picture or f"<b>{letter}</b>"}</div>'
        f'<div class="pd-tx"><h2 class="h-3"><a href="{path}">{html.escape(page.title)}</a></h2>'
        f"{about}{_price(page, language)}"
        f'<p class="go" aria-hidden="true">{_GO[language]} →</p></div></article>'
    )


def _price(page: LivePage, language: str) -> str:
    """Return the lowest price of what can be bought on a page."""
    if not page.offers:
        return ""
    sold = [offer for offer in page.offers if not offer.sold_out]
    if not sold:
        return f'<p class="out">{_GONE[language]}</p>'
    least = min(sold, key=lambda offer: offer.price)
    more = f"{_FROM[language]} " if len({offer.price for offer in sold}) > 1 else ""
    before = ""
    if not more and least.compare_price and least.compare_price > least.price:
        before = f" <s>{format_vnd(least.compare_price)}</s>"
    return f'<p class="pr">{more}{format_vnd(least.price)}{before}</p>'

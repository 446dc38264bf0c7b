"""A shop's front door: its home page, or a plain list of what it has published."""

from __future__ import annotations

import html

from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.page import LivePage
from donbay.edge.replies import Refusal, Reply, document
from donbay.edge.words import plain_page


def show_home(site: Site, language: str) -> Reply:
    """Return a page that lists the shop's live pages; the home page itself is served before."""
    pages = sorted(_listed(site), key=lambda page: (page.title.casefold(), page.page_id))
    if not pages:
        raise Refusal(404, words.EMPTY_SHOP)
    items = "".join(
        f'<li><a href="{html.escape(page.publication.path)}">{html.escape(page.title)}</a></li>'
        for page in pages
    )
    lead = html.escape(words.SHOP_PAGES.text(language))
    title = site.shop.name or words.SHOP_PAGES.title(language)
    return document(200, plain_page(title, f"<p>{lead}</p><ul>{items}</ul>", language))


def _listed(site: Site) -> list[LivePage]:
    """Return the pages that may be found: one hidden from search engines is for invited eyes."""
    return [page for page in site.by_id.values() if not page.hidden]

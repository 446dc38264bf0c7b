"""One live page, ready to be served: pieces, headers, forms, thank-you pages, shell."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from donbay.edge.pieces import Pieces
from donbay.edge.request import Headers
from donbay.edge.types import Publication
from donbay.sites.artwork import with_own_ids
from donbay.sites.render.document import in_language
from donbay.sites.types import BODY_TOKEN, CONTEXT_TOKEN, ONCE_TOKEN, TITLE_TOKEN, FormSpec

_HOLES = re.compile(f"({ONCE_TOKEN}|{CONTEXT_TOKEN})".encode())
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_HIDDEN = b'<meta name="robots" content="noindex">'
_ABOUT = re.compile(rb'<meta name="description" content="(.*?)">')
# On the page itself the mark leads to its top; on an answer it leads to the shop.
_MARK, _MARK_HOME = '<a class="brand" href="#">', '<a class="brand" href="/">'
_SHARED = re.compile(r'<meta property="og:image" content="[^"]*?(/media/[\w.-]+)">')
_PICTURE = re.compile(r'<div class="im(?: [^"]*)?">(<svg\b.*?</svg>|<img\b[^>]*>)', re.DOTALL)
_SOURCE = re.compile(r'\bsrc="(/media/[\w.-]+)"')
_NAMED = re.compile(r' role="img"| aria-label="[^"]*"')
_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SECURITY: Headers = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("cross-origin-opener-policy", "same-origin"),
]
_KEPT_VERSIONS = 20
Forms = Mapping[str, FormSpec]


@dataclass(frozen=True, slots=True)
class Offer:
    """A product on a page, at the price of its last publication."""

    price: int
    compare_price: int | None
    image_key: str
    sold_out: bool


class LivePage:
    """A page as visitors get it."""

    def __init__(self, publication: Publication, before: LivePage | None = None) -> None:
        self.publication = publication
        self.page_id = str(publication.page_id)
        self.key = publication.page_id.bytes
        self.forms: Forms = {
            form_id: FormSpec.from_json(form_id, data)
            for form_id, data in publication.forms.items()
        }
        self.versions = _versions(self, before)
        head = publication.html.partition(b"</head>")[0]
        found = _TITLE.search(head)
        self.title = html.unescape(found[1].decode()) if found else publication.path
        about = _ABOUT.search(head)
        self.description = html.unescape(about[1].decode()) if about else ""
        self.hidden = _HIDDEN in head
        pieces = _HOLES.split(publication.html)
        self._once = [kind == ONCE_TOKEN.encode() for kind in pieces[1::2]]
        self._pieces = Pieces(pieces[0::2])
        self.etag = "" if self._once else f'"{publication.page_id.hex}-{publication.version}"'
        self.headers = self._headers()
        self.headers_gzip = [*self.headers, ("content-encoding", "gzip")]

    def render(self, context: str, mint: Callable[[bytes], str], *, gzip: bool) -> bytes:
        """Return the document for one view."""
        carried = html.escape(context).encode() if context else b""
        values = [mint(self.key).encode() if is_once else carried for is_once in self._once]
        return self._pieces.gzipped(values) if gzip else self._pieces.plain(values)

    def thanks(self, form_id: str, body: str = "") -> str | None:
        """Return a form's thank-you page with more in its body, or None without one."""
        found = self.publication.thanks.get(form_id)
        if found is None:
            return None
        return found.replace(_MARK, _MARK_HOME).replace(BODY_TOKEN, body)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The products that can be ordered on this page."""
        return tuple(
            Offer(
                int(product["price"]),
                int(product["compare_price"]) if product.get("compare_price") else None,
                str(product.get("image_key") or ""),
                bool(product.get("sold_out")),
            )
            for spec in self.forms.values()
            for product in spec.products
        )

    def picture(self, prefix: str, *, drawings: bool = True) -> str:
        """Return a picture of the page, as decoration: its share picture, product or first one."""
        source, drawing = self._pictured
        if source:
            return f'<img src="{html.escape(source)}" alt="" loading="lazy" decoding="async">'
        return with_own_ids(drawing, prefix) if drawings else ""

    @cached_property
    def _pictured(self) -> tuple[str, str]:
        """The address of a picture, or a drawing."""
        text = self.publication.html.decode()
        head, _, body = text.partition("</head>")
        shared = _SHARED.search(head)
        keys = {offer.image_key for offer in self.offers if offer.image_key}
        if shared or len(keys) == 1:
            return (shared[1] if shared else f"/media/{keys.pop()}"), ""
        found = _PICTURE.search(body.partition("<main")[2])
        if found is None:
            return "", ""
        source = _SOURCE.search(found[1])
        drawing = "" if found[1].startswith("<img") else found[1]
        return (source[1] if source else ""), _NAMED.sub("", drawing)

    def answer(self, title: str, body: str, language: str = "vi") -> str:
        """Return the shell with an answer in it; `body` is ready markup."""
        shell = in_language(self.publication.shell, language).replace(_MARK, _MARK_HOME)
        return shell.replace(TITLE_TOKEN, html.escape(title)).replace(BODY_TOKEN, body)

    def headers_of(self, document: str) -> Headers:
        """Return headers for an answer in the page's style, under the page's form targets."""
        targets = next(
            (part for part in self.publication.csp.split("; ") if part.startswith("form-action")),
            "form-action 'self'",
        )
        return answer_headers(document, targets)

    def _headers(self) -> Headers:
        caching = "private, no-store" if self._once else "public, max-age=0, must-revalidate"
        return [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", caching),
            ("vary", "accept-encoding"),
            ("content-security-policy", self.publication.csp),
            *_SECURITY,
            *([("etag", self.etag)] if self.etag else []),
        ]


def answer_headers(document: str, targets: str = "form-action 'self'") -> Headers:
    """Return headers under which exactly the styles inside a document apply."""
    digests = " ".join(f"'sha256-{_digest(style)}'" for style in _STYLES.findall(document))
    policy = (
        f"default-src 'none'; style-src {digests or chr(39) + 'none' + chr(39)}; "
        f"img-src 'self' data:; {targets}; base-uri 'none'; frame-ancestors 'none'"
    )
    return [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "private, no-store"),
        ("content-security-policy", policy),
        *_SECURITY,
    ]


def _versions(page: LivePage, before: LivePage | None) -> dict[int, Forms]:
    """Return the forms of this version and of the last ones, for views opened before it."""
    known = dict(before.versions) if before else {}
    known[page.publication.version] = page.forms
    return {version: known[version] for version in sorted(known)[-_KEPT_VERSIONS:]}


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

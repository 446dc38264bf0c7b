"""One live page, ready to be served: pieces, headers, forms, thank-you pages, shell."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Mapping

from donbay.edge.pieces import Pieces
from donbay.edge.request import Headers
from donbay.edge.types import Publication
from donbay.sites.types import BODY_TOKEN, CONTEXT_TOKEN, ONCE_TOKEN, TITLE_TOKEN, FormSpec

_HOLES = re.compile(f"({ONCE_TOKEN}|{CONTEXT_TOKEN})".encode())
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_HIDDEN = b'<meta name="robots" content="noindex">'
_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SECURITY: Headers = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("cross-origin-opener-policy", "same-origin"),
]
_KEPT_VERSIONS = 20
Forms = Mapping[str, FormSpec]


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
        return found.replace(BODY_TOKEN, body) if found is not None else None

    def answer(self, title: str, body: str) -> str:
        """Return the shell with an answer in it; `body` is ready markup."""
        shell = self.publication.shell
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

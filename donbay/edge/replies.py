"""Answers that handlers give back to the server."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

import orjson

from donbay.edge.catalogue import Site
from donbay.edge.dress import said
from donbay.edge.page import LivePage, answer_headers
from donbay.edge.request import Headers, Request
from donbay.edge.words import Words

_WORTH_ZIPPING = 1400


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers and a body."""

    status: int
    headers: Headers
    body: bytes = b""

    def send(self, request: Request) -> None:
        """Give it to the visitor, gzipped where that pays."""
        headers, body = self.headers, self.body
        if len(body) > _WORTH_ZIPPING and "gzip" in (request.headers.get("accept-encoding") or ""):
            packer = zlib.compressobj(5, zlib.DEFLATED, 31)
            body = packer.compress(body) + packer.flush()
            headers = [*headers, ("content-encoding", "gzip"), ("vary", "accept-encoding")]
        request.exchange.response_bytes(self.status, headers, body)


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """A status with words for the visitor; handlers raise it."""

    status: int
    words: Words
    headers: Headers = field(default_factory=list)

    def reply(self, request: Request, site: Site | None = None) -> Reply:
        """Return it as a page in the shop's style, or as JSON for those who asked for it."""
        language = request.language
        if request.wants_json:
            text = self.words.text(language)
            reply = json_reply(self.status, {"ok": False, "message": text})
        else:
            reply = document(self.status, said(site, self.words, language))
        return Reply(reply.status, [*reply.headers, *self.headers], reply.body)


def document(status: int, text: str, page: LivePage | None = None) -> Reply:
    """Return an HTML answer, in a page's style and policy if one is given."""
    headers = page.headers_of(text) if page else answer_headers(text)
    return Reply(status, headers, text.encode())


def json_reply(status: int, data: Any) -> Reply:
    """Return a JSON answer."""
    headers = [("content-type", "application/json"), ("cache-control", "no-store")]
    return Reply(status, [*headers, ("x-content-type-options", "nosniff")], orjson.dumps(data))


def redirect(location: str, status: int = 303) -> Reply:
    """Send the visitor on."""
    headers = [("location", location), ("cache-control", "no-store")]
    return Reply(status, [*headers, ("referrer-policy", "strict-origin-when-cross-origin")])

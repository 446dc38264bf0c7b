"""What a visitor sent, as the handlers read it: host, address, language, query, body."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from donbay.core.config import Network
from donbay.edge.settings import BODY_SECONDS, MAX_BODY

Headers = list[tuple[str, str]]
_CONTROL = dict.fromkeys((*range(32), 127), " ")
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")
_UNFIT = {**_CONTROL, **_SURROGATES}
UTM = ("source", "medium", "campaign", "term", "content")
MESSAGE_PARAMETER = "_m"


class Scope(Protocol):
    """The part of Granian's RSGI scope that is used here."""

    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> Any:
        """Return the request's headers (`get`)."""
        ...


class Exchange(Protocol):
    """The part of Granian's RSGI protocol that is used here."""

    async def __call__(self) -> bytes:
        """Return the whole body."""
        ...

    def __aiter__(self) -> Any:
        """Yield the body in chunks."""
        ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer with bytes."""
        ...

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Answer with a file."""
        ...


class TooLargeError(Exception):
    """The body is over the limit."""


class TooSlowError(Exception):
    """The body did not arrive in time."""


class Request:
    """A request with what is asked of it more than once."""

    __slots__ = ("address", "exchange", "headers", "host", "scope")

    def __init__(
        self, scope: Scope, exchange: Exchange, host: str, proxies: Sequence[Network]
    ) -> None:
        self.scope = scope
        self.exchange = exchange
        self.host = host
        self.headers = scope.headers
        self.address = _address(scope.client, self.headers, proxies)

    def header(self, name: str) -> str:
        """Return a header, tidied, or nothing."""
        return tidy(self.headers.get(name) or "", 2000)

    @property
    def language(self) -> str:
        """Return `en` for those who prefer it to Vietnamese, else `vi`."""
        return language_of(self.headers.get("accept-language") or "")

    @property
    def wants_json(self) -> bool:
        """Tell whether the sender asked for JSON."""
        return "application/json" in str(self.headers.get("accept") or "")

    @property
    def from_here(self) -> bool:
        """Tell whether a post comes from a page of the same host (or says nothing of it)."""
        if (self.headers.get("sec-fetch-site") or "same-origin") == "cross-site":
            return False
        origin = self.headers.get("origin")
        if origin is None or origin == f"{self.scope.scheme}://{self.host}":
            return True
        return urlsplit_host(origin).lower() == self.host.lower()

    async def body(self) -> bytes:
        """Return the body; raise TooLargeError or TooSlowError."""
        declared = self.headers.get("content-length") or "0"
        if not declared.isdecimal() or int(declared) > MAX_BODY:
            raise TooLargeError
        if declared != "0":  # the server holds it to its declared length
            return await _in_time(self.exchange())
        return await _in_time(self._chunked())

    async def _chunked(self) -> bytes:
        chunks: list[bytes] = []
        size = 0
        async for chunk in self.exchange:
            size += len(chunk)
            if size > MAX_BODY:
                raise TooLargeError
            chunks.append(chunk)
        return b"".join(chunks)


async def _in_time(body: Awaitable[bytes]) -> bytes:
    """Return a body or raise TooSlowError.

    What asyncio.timeout does, at a tenth of its price: this is in the way of every post.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.current_task(loop)
    late = False

    def cut() -> None:
        nonlocal late
        late = True
        if task is not None:
            task.cancel()

    timer = loop.call_later(BODY_SECONDS, cut)
    try:
        return await body
    except asyncio.CancelledError:
        if late and task is not None and not task.uncancel():
            raise TooSlowError from None
        raise
    finally:
        timer.cancel()


def _address(client: str, headers: Any, proxies: Sequence[Network]) -> str:
    """Return the visitor's address, as trusted proxies tell it."""
    address = client.rpartition(":")[0].strip("[]")
    if not proxies or not _is_trusted(address, proxies):
        return address
    hops = (headers.get("x-forwarded-for") or "").split(",")
    for hop in reversed([hop.strip() for hop in hops if hop.strip()]):
        if not _is_trusted(hop, proxies):
            return str(hop)[:45]
        address = hop
    return address


def _is_trusted(address: str, proxies: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in proxies)


def language_of(accept: str) -> str:
    """Return the better of vi and en for an Accept-Language header."""
    for part in accept.lower().split(","):
        tag = part.strip().partition(";")[0][:2]
        if tag in {"vi", "en"}:
            return tag
    return "vi"


def tidy(text: str, limit: int) -> str:
    """Return text that JSON columns take: no control characters or lone surrogates, cut."""
    cut = text[:limit]
    return cut if cut.isascii() and cut.isprintable() else cut.translate(_UNFIT).strip()


def make_context(query: str, referrer: str, host: str) -> str:
    """Return what a page view carries to its form: its query and where it came from."""
    outside = referrer if urlsplit_host(referrer) != host else ""
    if not query and not outside:
        return ""
    return f"{tidy(outside, 500)}\n{tidy(query, 1500)}"


def read_context(text: str) -> tuple[str, dict[str, str]]:
    """Return referrer and query of a view's context."""
    referrer, _, query = text[:2100].partition("\n")
    pairs = parse_qsl(query, max_num_fields=60, errors="replace") if query else []
    return referrer.strip(), {key: tidy(value, 300) for key, value in pairs}


def utm_of(query: Mapping[str, str]) -> dict[str, str]:
    """Return the campaign parameters of a query."""
    return {name: query[f"utm_{name}"] for name in UTM if query.get(f"utm_{name}")}


def urlsplit_host(url: str) -> str:
    """Return host and port of a URL, or nothing for what is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""

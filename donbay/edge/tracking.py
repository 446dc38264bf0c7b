"""Tracked links of mails: opens, clicks, and unsubscribing by POST only (RFC 8058)."""

from __future__ import annotations

import base64
import contextlib
from collections import OrderedDict
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg

from donbay.edge import words
from donbay.edge.database import AWAY, load_sql
from donbay.edge.dress import message, said, text
from donbay.edge.house import House
from donbay.edge.posts import check_rates, not_kept, read_fields
from donbay.edge.replies import Refusal, Reply, document, redirect
from donbay.edge.request import MESSAGE_PARAMETER, Request
from donbay.edge.types import NotKeptError
from donbay.kit.ids import uuid7
from donbay.kit.web import is_web_address, web_address
from donbay.messaging.tracking import CLICK, OPEN, UNSUBSCRIBE, Touch, read_token

_LINK = load_sql("donbay.edge", "link")
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_PIXEL_HEADERS = [
    ("content-type", "image/gif"),
    ("cache-control", "private, no-store"),
    ("x-content-type-options", "nosniff"),
]
_MOST_LINKS = 10_000
_KEPT = "/%:@!$&'()*+,;=?~"  # what a header may carry as it is


class Links:
    """Where links lead; a stored address never changes, so it is remembered."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: OrderedDict[tuple[int, int], str] = OrderedDict()

    async def find(self, touch: Touch) -> str | None:
        """Return a link's address or None; raise Refusal while the database is away."""
        key = (touch.workspace_id, touch.link_id)
        if key in self._known:
            return self._known[key]
        try:
            asked = {"workspace_id": key[0], "link_id": key[1]}
            rows = await self._house.database.rows(_LINK, asked)
        except (psycopg.Error, *AWAY):
            raise Refusal(503, words.AWAY, [("retry-after", "30")]) from None
        if not rows:
            return None
        self._known[key] = rows[0]["url"]
        if len(self._known) > _MOST_LINKS:
            self._known.popitem(last=False)
        return self._known[key]


async def open_pixel(house: House, request: Request, token: str) -> Reply:
    """Answer with the pixel whatever the token; keep an open if it is ours."""
    touch = read_token(OPEN, token)
    if touch:
        with contextlib.suppress(NotKeptError):  # a lost open harms nobody
            await _keep(house, request, touch, "open", token)
    return Reply(200, _PIXEL_HEADERS, _PIXEL)


async def follow_link(house: House, links: Links, request: Request, token: str) -> Reply:
    """Send the visitor on; only to addresses we stored ourselves."""
    touch = read_token(CLICK, token)
    # People paste addresses with blanks in; a Location header must not have any.
    address = (await links.find(touch) or "").replace(" ", "%20") if touch else ""
    if touch is None or not is_web_address(address):
        raise Refusal(404, words.LINK_GONE)
    with contextlib.suppress(NotKeptError):  # she came for the page, not to be counted
        await _keep(house, request, touch, "click", token)
    return redirect(_with_source(address, token, house.settings.host), 302)


async def unsubscribe(house: House, request: Request, token: str) -> Reply:
    """Ask on GET, do on POST; thank only when the refusal is durable."""
    touch = read_token(UNSUBSCRIBE, token)
    if touch is None:
        raise Refusal(404, words.LINK_GONE)
    language = request.language
    # Mails come from the house's own host, where the shop is known by the link alone.
    site = house.catalogue.by_workspace.get(touch.workspace_id)
    if request.scope.method != "POST":
        button = "Ngừng nhận thư quảng cáo" if language == "vi" else "Stop advertising mail"
        form = (
            f"{text(words.UNSUBSCRIBE, language)}"
            f'<form class="btns" method="post"><button class="btn btn-solid" type="submit">{button}'
            "</button></form>"
        )
        title = words.UNSUBSCRIBE.title(language)
        return document(200, message(site, title, form, language, here=False))
    check_rates(house, request, touch.workspace_id)
    fields = await read_fields(request)
    one_click = fields.get("List-Unsubscribe") == "One-Click"
    try:
        await _keep(house, request, touch, "unsubscribe", token, one_click=one_click)
    except NotKeptError:
        raise not_kept() from None
    return document(200, said(site, words.UNSUBSCRIBED, language, here=False))


async def _keep(
    house: House, request: Request, touch: Touch, kind: str, token: str, **more: bool
) -> None:
    purpose = request.header("purpose") or request.header("sec-purpose")
    payload = {
        "token": token,
        "method": request.scope.method,
        "prefetch": "prefetch" in purpose or "preview" in purpose,
        **more,
    }
    context = {
        "ip": request.address,
        "user_agent": request.header("user-agent")[:300],
        "url": f"{request.scope.scheme}://{request.host}{request.scope.path}",
        "lang": request.language,
        "message_token": token,
    }
    await house.capture(touch.workspace_id, str(uuid7()), kind, payload, context)


def _with_source(address: str, token: str, edge_host: str) -> str:
    """Return an address that tells where the visitor comes from.

    The mail's own token goes only to pages of ours; another site must not get it.
    """
    parts = urlsplit(web_address(address))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if not any(key.startswith("utm_") for key, _ in pairs):
        pairs += [("utm_source", "email"), ("utm_medium", "email")]
    host = parts.hostname or ""
    if host == edge_host or host.endswith(f".{edge_host}"):
        pairs.append((MESSAGE_PARAMETER, token))
    plain = parts._replace(
        path=quote(parts.path, _KEPT),
        query=urlencode(pairs),
        fragment=quote(parts.fragment, _KEPT),
    )
    return urlunsplit(plain)

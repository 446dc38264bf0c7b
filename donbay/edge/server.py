"""The RSGI application: which host, which path, which handler."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

import psycopg

from donbay.edge import words
from donbay.edge.catalogue import ROOT, Site
from donbay.edge.checkout import take_checkout
from donbay.edge.database import AWAY, load_sql
from donbay.edge.forms import show_thanks, take_form
from donbay.edge.home import show_home
from donbay.edge.house import House
from donbay.edge.media import send_picture
from donbay.edge.orders import show_order
from donbay.edge.page import LivePage
from donbay.edge.replies import Refusal, Reply, json_reply
from donbay.edge.request import Exchange, Request, Scope, make_context
from donbay.edge.settings import REFRESH_SECONDS, VIEWS_SECONDS, EdgeSettings
from donbay.edge.tracking import Links, follow_link, open_pixel, unsubscribe
from donbay.edge.types import NotKeptError
from donbay.edge.views import as_payload
from donbay.kit.clock import utcnow
from donbay.kit.ids import uuid7
from donbay.kit.signing import set_link_keys

logger = logging.getLogger(__name__)

_READ = {"GET", "HEAD"}
_METHODS = {*_READ, "POST"}
_LOG_SECONDS = 60.0
_LAG_SECONDS = 5.0
_LAGS = load_sql("donbay.log", "lags")
Handler = Callable[[Request, list[str]], Awaitable[Reply | None]]


class Edge:
    """One worker process of the public plane."""

    def __init__(self, settings: EdgeSettings) -> None:
        set_link_keys(settings.secrets.link_keys)
        self.house = House(settings)
        self._suffix = f".{settings.host}"
        self._hosts: dict[str, Site] = {}
        self._generation = -1
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._answers: Counter[int] = Counter()
        self._links = Links(self.house)
        self._gets: dict[str, Handler] = {
            "healthz": self._health,
            "favicon.ico": self._icon,
            "media": self._media,
            "_thanks": self._thanks,
            "_order": self._order,
            "t": self._tracked,
        }
        self._posts: dict[str, Handler] = {
            "_f": self._form,
            "_o": self._checkout,
            "t": self._tracked,
        }

    async def start(self) -> None:
        """Serve what the disk remembers at once, then what the database says."""
        house = self.house
        await asyncio.to_thread(house.catalogue.load)
        await house.database.open()
        if not house.database.away:
            await house.catalogue.refresh(house.database)
        house.keeper.start()
        listeners = {"donbay_publish": self._changed.set, "donbay_captured": house.results.ring}
        self._spawn(house.database.listen(listeners))
        self._spawn(house.results.run())
        self._spawn(self._refresh())
        self._spawn(self._keep_views())
        self._spawn(self._watch_lags())
        self._spawn(self._report())

    async def stop(self) -> None:
        """Keep what is in memory, then close."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._flush_views()
        await self.house.keeper.stop()
        await self.house.database.close()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        headers = scope.headers
        host = headers.get("host") or scope.authority or ""
        if self._generation != self.house.catalogue.generation:
            self._hosts.clear()
            self._generation = self.house.catalogue.generation
        site = self._hosts.get(host) or self._find_site(host)
        if site is not None and scope.method in _READ:
            page = site.pages.get(scope.path)
            if page is not None:
                self._send_page(scope, exchange, host, page)
                return
        await self._answer(
            Request(scope, exchange, host, self.house.settings.trusted_proxies), site
        )

    def _send_page(self, scope: Scope, exchange: Exchange, host: str, page: LivePage) -> None:
        """Answer with a page: the path that must be fast."""
        headers = scope.headers
        if page.etag and headers.get("if-none-match") == page.etag:
            exchange.response_bytes(304, page.headers, b"")
            self._answers[304] += 1
            return
        referrer = headers.get("referer") or ""
        context = (
            make_context(scope.query_string, referrer, host)
            if scope.query_string or referrer
            else ""
        )
        house = self.house
        gzip = "gzip" in (headers.get("accept-encoding") or "")
        body = page.render(context, house.once.mint, gzip=gzip)
        exchange.response_bytes(200, page.headers_gzip if gzip else page.headers, body)
        self._answers[200] += 1
        if scope.method == "GET":
            house.views.add(page.publication.workspace_id, page.page_id, context)

    async def _answer(self, request: Request, site: Site | None) -> None:
        """Answer everything that is not a page, refusals and faults included."""
        try:
            reply = await self._route(request, site)
        except Refusal as refusal:
            reply = refusal.reply(request, site)
        except asyncio.CancelledError:
            raise
        except Exception:  # the visitor gets words, the operator the trace
            logger.exception("%s %s failed", request.scope.method, request.scope.path[:80])
            reply = Refusal(500, words.BROKEN).reply(request, site)
        if reply is None:
            self._answers[200] += 1
            return
        self._answers[reply.status] += 1
        reply.send(request)

    async def _route(self, request: Request, site: Site | None) -> Reply | None:
        first, *rest = request.scope.path.strip("/").split("/")
        method = request.scope.method
        if method not in _METHODS:
            raise Refusal(405, words.METHOD, [("allow", "GET, HEAD, POST")])
        handlers = self._posts if method == "POST" else self._gets
        handler = handlers.get(first)
        if handler is not None:
            return await handler(request, [first, *rest])
        if method == "POST":
            raise Refusal(405, words.METHOD, [("allow", "GET, HEAD")])
        if site is None:
            raise Refusal(404, words.NO_SHOP)
        if request.scope.path == ROOT:
            return show_home(site, request.language)
        raise self._missing(site, request.scope.path)

    def _missing(self, site: Site, path: str) -> Refusal:
        trimmed = path.rstrip("/") or "/"
        if trimmed != path and trimmed in site.pages:
            return Refusal(308, words.NOT_FOUND, [("location", trimmed)])
        return Refusal(404, words.STOPPED if trimmed in site.stopped else words.NOT_FOUND)

    def _find_site(self, host: str) -> Site | None:
        name = host.partition(":")[0].lower()
        if not name.endswith(self._suffix):
            return None
        site = self.house.catalogue.sites.get(name.removesuffix(self._suffix))
        if site is not None and len(self._hosts) < 10_000:
            self._hosts[host] = site
        return site

    def _site(self, request: Request) -> Site:
        site = self._find_site(request.host)
        if site is None:
            raise Refusal(404, words.NO_SHOP)
        return site

    async def _form(self, request: Request, path: list[str]) -> Reply:
        page_id, form_id = _two(path)
        return await take_form(self.house, request, self._site(request), page_id, form_id)

    async def _checkout(self, request: Request, path: list[str]) -> Reply:
        page_id, form_id = _two(path)
        return await take_checkout(self.house, request, self._site(request), page_id, form_id)

    async def _thanks(self, request: Request, path: list[str]) -> Reply:
        page_id, form_id = _two(path)
        return show_thanks(self._site(request), page_id, form_id)

    async def _order(self, request: Request, path: list[str]) -> Reply:
        return await show_order(self.house, request, self._site(request), _one(path))

    async def _media(self, request: Request, path: list[str]) -> None:
        send_picture(self.house, request, self._site(request), _one(path))

    async def _tracked(self, request: Request, path: list[str]) -> Reply:
        kind, token = _two(path)
        if kind == "u":
            return await unsubscribe(self.house, request, token)
        if request.scope.method == "POST" or kind not in {"o", "c"}:
            raise Refusal(404, words.NOT_FOUND)
        if kind == "o":
            return await open_pixel(self.house, request, token)
        return await follow_link(self.house, self._links, request, token)

    async def _icon(self, request: Request, path: list[str]) -> Reply:
        """Say that there is no icon; browsers ask for one unasked, and an error is only noise."""
        return Reply(204, [("cache-control", "public, max-age=86400")])

    async def _health(self, request: Request, path: list[str]) -> Reply:
        """Tell whether captures are safe; without the database they are, on disk."""
        house = self.house
        waiting = await house.keeper.spool_rows()
        return json_reply(
            200,
            {
                "ok": True,
                "database": "away" if house.database.away else "up",
                "spool_rows": waiting,
                "pages": sum(len(s.by_id) for s in house.catalogue.by_workspace.values()),
                "reactor_lag_seconds": house.lags,
            },
        )

    async def _refresh(self) -> None:
        """Follow publishing: on a notification at once, and every two seconds anyhow."""
        while True:
            try:
                async with asyncio.timeout(REFRESH_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            if not self.house.database.away:
                await self.house.catalogue.refresh(self.house.database)

    async def _keep_views(self) -> None:
        while True:
            await asyncio.sleep(VIEWS_SECONDS)
            await self._flush_views()

    async def _flush_views(self) -> None:
        for key, count in self.house.views.take():
            try:
                payload = as_payload(key, count)
                await self.house.capture(key[0], str(uuid7()), "views", payload, {})
            except NotKeptError:
                self.house.views.put_back(key, count)

    async def _watch_lags(self) -> None:
        while True:
            self.house.lags = await self._read_lags()
            await asyncio.sleep(_LAG_SECONDS)

    async def _read_lags(self) -> dict[str, float] | None:
        if self.house.database.away:
            return None
        try:
            rows = await self.house.database.rows(_LAGS)
        except (psycopg.Error, *AWAY):
            return None
        return {row["key"]: _seconds_since(row["recorded_at"]) for row in rows}

    async def _report(self) -> None:
        """Log one line a minute: how many answers of each status, nothing about anybody."""
        while True:
            await asyncio.sleep(_LOG_SECONDS)
            answers, self._answers = self._answers, Counter()
            if answers:
                shown = " ".join(f"{status}×{count}" for status, count in sorted(answers.items()))
                keeper = self.house.keeper
                logger.info("%s; kept %d, spooled %d", shown, keeper.kept, keeper.spooled)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


def _seconds_since(recorded_at: datetime | None) -> float:
    """Return a reactor's lag; None means it has read everything."""
    if recorded_at is None:
        return 0.0
    return round(max((utcnow() - recorded_at).total_seconds(), 0.0), 3)


def _one(path: list[str]) -> str:
    if len(path) != 2:
        raise Refusal(404, words.NOT_FOUND)
    return path[1]


def _two(path: list[str]) -> tuple[str, str]:
    if len(path) != 3:
        raise Refusal(404, words.NOT_FOUND)
    return path[1], path[2]

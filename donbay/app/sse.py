"""Server-sent events: what has just happened in a workspace, in log order.

One tail of the log per process feeds every open stream; a stream holds a queue, no thread and no
connection.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, TypeVar
from uuid import UUID

import psycopg
from django.contrib.auth import get_user
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from donbay.accounts.permissions import require
from donbay.accounts.queries import find_actor, find_api_actor
from donbay.app.api.problems import problem
from donbay.core.errors import DomainError, NotFound
from donbay.core.lifeline import on_stop
from donbay.core.notify import listening_conninfo
from donbay.core.types import Actor
from donbay.log.actions import WAKE_CHANNEL
from donbay.log.queries import end_of_log, read_after
from donbay.log.types import Cursor, TailEvent

logger = logging.getLogger(__name__)

_BATCH = 500
_BACKLOG = 1_000  # events a browser may fall behind before it has to ask for everything anew
_PING_SECONDS = 15.0
_STREAM_SECONDS = 600.0  # so that a member let out, or a role changed, is noticed
_SIGNED_OUT = ("Hãy đăng nhập để tiếp tục.", "Sign in to go on.")

Stream = asyncio.Queue[TailEvent | None]
P = ParamSpec("P")
T = TypeVar("T")


async def _ask(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do database work in a thread of its own and give its connection back at once.

    Django gives a request's connection back when the request ends, and a stream's request lasts
    ten minutes: eight browsers would leave the app without any.
    """

    def work_and_let_go() -> T:
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.to_thread(work_and_let_go)


class _Tail:
    """Reads the log once for all streams of this process, while there are any."""

    def __init__(self) -> None:
        self._streams: dict[Stream, int] = {}
        self._task: asyncio.Task[None] | None = None
        self._place: Cursor | None = None
        self._placed: asyncio.Future[None] | None = None
        self.ended = False

    def open(self, workspace_id: int) -> Stream:
        stream: Stream = asyncio.Queue(maxsize=_BACKLOG)
        if self.ended:
            stream.put_nowait(None)
            return stream
        self._streams[stream] = workspace_id
        if self._task is None or self._task.done():
            self._place = None
            self._placed = asyncio.get_running_loop().create_future()
            self._task = asyncio.create_task(self._follow())
        return stream

    async def place(self, patience_seconds: float) -> Cursor | None:
        """Return where the log has been read to, None while the database does not say.

        Whatever comes after it reaches the streams that are open.
        """
        if self._placed is not None:
            await asyncio.wait({self._placed}, timeout=patience_seconds)
        return self._place

    def close(self, stream: Stream) -> None:
        self._streams.pop(stream, None)

    def end(self) -> None:
        """End every stream: the server stops, and would wait for them."""
        self.ended = True
        for stream in list(self._streams):
            self._send_away(stream)
        if self._task is not None:
            self._task.cancel()
        if self._placed is not None and not self._placed.done():
            self._placed.set_result(None)

    def _send_away(self, stream: Stream) -> None:
        self.close(stream)
        while not stream.empty():
            stream.get_nowait()
        stream.put_nowait(None)

    async def _follow(self) -> None:
        while self._streams:
            try:
                listener = await psycopg.AsyncConnection.connect(
                    listening_conninfo(), autocommit=True
                )
                async with listener:
                    await listener.execute(f"LISTEN {WAKE_CHANNEL}")
                    if self._place is None:
                        self._place = await _ask(end_of_log)
                    if self._placed is not None and not self._placed.done():
                        self._placed.set_result(None)
                    while self._streams:
                        self._place = await self._pass_on(self._place)
                        async for _ in listener.notifies(timeout=0.5, stop_after=1):
                            pass
            except (psycopg.Error, DatabaseError, InterfaceError) as error:
                logger.warning("live events wait for the database: %s", error)
                await asyncio.sleep(1)

    async def _pass_on(self, place: Cursor) -> Cursor:
        while events := await _ask(read_after, place, _BATCH):
            for item in events:
                self._offer(item)
            place = events[-1].place
        return place

    def _offer(self, item: TailEvent) -> None:
        for stream, workspace_id in list(self._streams.items()):
            if workspace_id != item.event.workspace_id:
                continue
            if stream.full():  # drop it whole: the browser reconnects and reads from its last id
                self._send_away(stream)
            else:
                stream.put_nowait(item)


_tail = _Tail()
on_stop(_tail.end)


async def events(request: HttpRequest, workspace: str) -> HttpResponseBase:
    """Stream a workspace's events; `Last-Event-ID` continues where a stream broke off.

    After `placed` come `log` events, or one `reset`: too much has happened since to be told, and
    what was fetched before has to be fetched anew.
    """
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    try:
        actor = await _actor(request, workspace)
        if actor is None:
            return problem(request, status=401, code="signed_out", words=_SIGNED_OUT)
        require(actor, "report.view")
    except DomainError as error:
        words = (error.message("vi"), error.message("en"))
        return problem(request, status=error.status, code=error.code, words=words)
    last = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    response = StreamingHttpResponse(
        _stream(actor.workspace_id, _place(last)), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


async def _actor(request: HttpRequest, workspace: str) -> Actor | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await _ask(find_api_actor, secret.strip(), workspace)
    user = await _ask(get_user, request)
    if not user.is_authenticated:
        return None
    actor = await _ask(find_actor, user, workspace)
    if actor is None:  # signed in, but not here: the same answer as for no such workspace
        raise NotFound
    return actor


async def _stream(workspace_id: int, after: Cursor | None) -> AsyncIterator[bytes]:
    stream = _tail.open(workspace_id)
    loop = asyncio.get_running_loop()
    ends = loop.time() + _STREAM_SECONDS
    reached = after or Cursor()
    try:
        yield b"retry: 2000\n\n"
        # From here on nothing is missed: a browser that breaks off comes back with this place.
        while (start := await _tail.place(_PING_SECONDS)) is None:
            if _tail.ended:
                return
            yield b": ping\n\n"
        yield _note("placed", after or start)
        if after is not None:
            missed, reached = await _catch_up(workspace_id, after, start)
            for frame in missed:
                yield frame
        while loop.time() < ends:
            try:
                live = await asyncio.wait_for(stream.get(), _PING_SECONDS)
            except TimeoutError:
                yield b": ping\n\n"
                continue
            if live is None:
                return
            if live.place > reached:
                yield _frame(live)
    finally:
        _tail.close(stream)


async def _catch_up(workspace_id: int, after: Cursor, start: Cursor) -> tuple[list[bytes], Cursor]:
    """Return what to send of the events after a place, and the place that is then reached.

    A year may lie between: who missed many is told so and goes on from where the tail is.
    """
    missed = await _ask(read_after, after, _BACKLOG + 1)
    if len(missed) > _BACKLOG:
        return [_note("reset", start)], start
    mine = [_frame(item) for item in missed if item.event.workspace_id == workspace_id]
    return mine, missed[-1].place if missed else after


def _note(kind: str, place: Cursor) -> bytes:
    return f"id: {_identity(place)}\nevent: {kind}\ndata: {{}}\n\n".encode()


def _frame(item: TailEvent) -> bytes:
    event, place = item.event, item.place
    body = {
        "id": event.id,
        "kind": event.kind,
        "customer_id": _text(event.customer_id),
        "subject_id": _text(event.subject_id),
        "occurred_at": event.occurred_at.isoformat(),
    }
    return f"id: {_identity(place)}\nevent: log\ndata: {json.dumps(body)}\n\n".encode()


def _identity(place: Cursor) -> str:
    return f"{place.epoch}.{place.xid}.{place.id}"


def _text(identifier: UUID | None) -> str | None:
    return None if identifier is None else str(identifier)


def _place(text: str) -> Cursor | None:
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    epoch, xid, id_ = (int(part) for part in parts)
    if epoch >= 2**31 or xid >= 2**63 or id_ >= 2**63:
        return None
    return Cursor(epoch, xid, id_)

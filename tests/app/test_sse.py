"""Live events: in order, one's own shop only, and nothing missed after a break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import InterfaceError, connections
from django.db.transaction import atomic
from django.test import AsyncClient

from donbay.accounts.permissions import PERMISSIONS
from donbay.app import sse
from donbay.app.sse import _BACKLOG, _Tail
from donbay.core.registry import Event
from donbay.kit.clock import utcnow
from donbay.log.actions import append
from donbay.log.queries import read_after
from donbay.log.types import Cursor, NewEvent, TailEvent
from tests.factories.accounts import a_member
from tests.factories.people import Shop, a_shop

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 120.0  # transactions of another run may hold events back


@pytest.fixture
def shops() -> Any:
    mine, other = a_shop(), a_shop()
    return mine, other, a_member(mine, "viewer")


def happen(shop: Shop, number: int) -> None:
    with atomic():
        append([NewEvent(shop.id, "page.published", utcnow(), data={"number": number})])


async def readable(count: int) -> None:
    """Wait until so many events can be read; those of another run may hold them back."""
    for _ in range(1_200):
        if len(await sync_to_async(read_after)(Cursor(), count)) == count:
            return
        await asyncio.sleep(0.1)


async def connect(shop: Shop, user: Any, **headers: str) -> AsyncGenerator[dict[str, str]]:
    client = AsyncClient()
    await sync_to_async(client.force_login)(user)
    answer: Any = await client.get(f"/api/v1/w/{shop.slug}/events", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/event-stream"
    async for chunk in answer.streaming_content:
        text = chunk.decode()
        if text.startswith(": ping"):
            continue  # nothing to hear for a while, not an answer
        if "\ndata: " in text:
            yield dict(line.split(": ", 1) for line in text.strip().splitlines())
        else:
            yield {}


async def test_only_ones_own_shop_is_heard_and_a_break_loses_nothing(shops: Any) -> None:
    mine, other, user = shops
    stream = connect(mine, user)
    assert await anext(stream) == {}
    assert (await anext(stream))["event"] == "placed"
    await sync_to_async(happen)(other, 1)
    await sync_to_async(happen)(mine, 2)

    first = await asyncio.wait_for(anext(stream), PATIENCE)
    await stream.aclose()

    assert json.loads(first["data"])["kind"] == "page.published"
    await sync_to_async(happen)(other, 3)
    await sync_to_async(happen)(mine, 4)
    again = connect(mine, user, **{"Last-Event-ID": first["id"]})
    assert await anext(again) == {}
    assert (await anext(again))["id"] == first["id"]
    second = await asyncio.wait_for(anext(again), PATIENCE)
    await again.aclose()
    assert json.loads(second["data"])["id"] > json.loads(first["data"])["id"]
    await sync_to_async(connections.close_all)()


async def test_a_stream_that_heard_nothing_breaks_off_and_misses_nothing(shops: Any) -> None:
    mine, _, user = shops
    stream = connect(mine, user)
    assert await anext(stream) == {}
    placed = await anext(stream)
    await stream.aclose()

    await sync_to_async(happen)(mine, 1)
    again = connect(mine, user, **{"Last-Event-ID": placed["id"]})
    seen = [await anext(again) for _ in range(2)]
    assert seen[1]["id"] == placed["id"]
    event = await asyncio.wait_for(anext(again), PATIENCE)
    await again.aclose()

    assert json.loads(event["data"])["kind"] == "page.published"
    await sync_to_async(connections.close_all)()


async def test_who_was_away_for_long_is_told_to_ask_anew_and_goes_on_live(
    shops: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other, user = shops
    monkeypatch.setattr(sse, "_BACKLOG", 3)
    read: list[int] = []

    def counted(place: Cursor, limit: int) -> list[TailEvent]:
        found = read_after(place, limit)
        if place == Cursor(0, 0, 0):
            read.append(len(found))
        return found

    monkeypatch.setattr(sse, "read_after", counted)
    for number in range(5):
        await sync_to_async(happen)(other, number)
    await sync_to_async(happen)(mine, 5)
    await readable(6)

    stream = connect(mine, user, **{"Last-Event-ID": "0.0.0"})
    assert await anext(stream) == {}
    assert (await anext(stream))["event"] == "placed"
    told = await asyncio.wait_for(anext(stream), PATIENCE)
    await sync_to_async(happen)(mine, 6)
    live = await asyncio.wait_for(anext(stream), PATIENCE)
    await stream.aclose()

    assert (told["event"], live["event"]) == ("reset", "log")
    assert read == [4]
    again = connect(mine, user, **{"Last-Event-ID": told["id"]})
    assert await anext(again) == {}
    assert (await anext(again))["event"] == "placed"
    assert (await asyncio.wait_for(anext(again), PATIENCE))["id"] == live["id"]
    await again.aclose()
    await sync_to_async(connections.close_all)()


async def test_a_database_that_breaks_off_makes_the_stream_late_not_deaf(
    shops: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _, user = shops
    stream = connect(mine, user)
    assert await anext(stream) == {}
    assert (await anext(stream))["event"] == "placed"
    broken: list[object] = []

    def break_once(place: Cursor, limit: int) -> list[TailEvent]:
        if not broken:
            broken.append(place)
            raise InterfaceError("connection already closed")
        return read_after(place, limit)

    monkeypatch.setattr(sse, "read_after", break_once)
    event: dict[str, str] = {}
    for number in range(5):  # a read that began before it may still tell of the first
        await sync_to_async(happen)(mine, number)
        event = await asyncio.wait_for(anext(stream), PATIENCE)
        if broken:
            break
    await stream.aclose()

    assert broken
    assert json.loads(event["data"])["kind"] == "page.published"
    await sync_to_async(connections.close_all)()


async def test_a_reader_too_slow_is_sent_away_before_anything_is_lost() -> None:
    tail, stream = _Tail(), asyncio.Queue[TailEvent | None](maxsize=_BACKLOG)
    tail._streams[stream] = 1
    for number in range(_BACKLOG + 1):
        event = Event(number, 1, "page.published", utcnow(), None, None)
        tail._offer(TailEvent(Cursor(1, 1, number), event))

    # She comes back with the last id she was sent; had any of these been sent, the first were lost.
    assert stream.get_nowait() is None
    assert stream.empty()
    assert tail._streams == {}


async def test_who_may_not_listen_is_told_why(shops: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other, viewer = shops
    client = AsyncClient()

    async def ask(shop: Shop) -> tuple[int, str]:
        answer = await client.get(f"/api/v1/w/{shop.slug}/events")
        return answer.status_code, json.loads(answer.content)["code"]

    signed_out = await ask(mine)
    await sync_to_async(client.force_login)(viewer)
    elsewhere = await ask(other)
    monkeypatch.setitem(PERMISSIONS, "viewer", PERMISSIONS["viewer"] - {"report.view"})
    by_role = await ask(mine)

    assert [signed_out, elsewhere, by_role] == [
        (401, "signed_out"), (404, "not_found"), (403, "forbidden"),
    ]  # fmt: skip
    await sync_to_async(connections.close_all)()

"""What the public plane refuses for coming too often or too slowly, and what that costs others."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from donbay.edge import request as requests
from donbay.edge.request import Request, TooSlowError
from donbay.edge.settings import BODY_SECONDS
from tests.edge.test_forms import LAN, captures
from tests.edge.visits import form_of, open_page, send
from tests.harness import EdgeProcess
from tests.sites.builders import a_published_page, a_shop


@pytest.fixture
def strict(database_conninfo: str, data_dir: Path) -> Iterator[EdgeProcess]:
    """Return an edge that takes three posts an address, and then one in a hundred seconds."""
    with EdgeProcess(
        database_conninfo, data_dir, DONBAY_EDGE_ADDRESS_RATE="0.01:3", DONBAY_EDGE_SHOP_RATE="0"
    ) as process:
        yield process


@pytest.fixture
def page(transactional_db: None) -> tuple[str, str]:
    """Return slug and path of a published e-book page."""
    shop = a_shop()
    return shop.slug, f"/{a_published_page(shop).slug}"


def test_an_address_that_posts_too_often_is_told_when_to_come_back(
    page: tuple[str, str], strict: EdgeProcess, database_conninfo: str
) -> None:
    slug, path = page

    answers = [send(strict, slug, open_page(strict, slug, path).text, **LAN) for _ in range(5)]
    said = send(
        strict, slug, open_page(strict, slug, path).text,
        {"accept": "application/json", "accept-language": "en"}, **LAN,
    )  # fmt: skip

    assert [answer.status_code for answer in answers] == [303, 303, 303, 429, 429]
    assert answers[3].headers["retry-after"] == "60"
    assert "<h1" in answers[3].text
    assert said.status_code == 429
    assert said.json()["ok"] is False
    assert len(captures(database_conninfo)) == 3
    assert open_page(strict, slug, path).status_code == 200


@pytest.mark.slow
def test_a_body_that_does_not_arrive_is_cut_off_and_nothing_is_kept(
    page: tuple[str, str], edge: EdgeProcess, database_conninfo: str
) -> None:
    slug, path = page
    html = open_page(edge, slug, path).text
    action, _ = form_of(html)
    head = (
        f"POST {action} HTTP/1.1\r\nHost: {edge.host(slug)}\r\nContent-Length: 500\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nname=Lan&email="
    )

    with socket.create_connection(("127.0.0.1", edge.port), 5) as slow:
        slow.sendall(head.encode())
        time.sleep(0.2)
        assert send(edge, slug, html, **LAN).status_code == 303
        slow.settimeout(BODY_SECONDS + 5)
        answer = slow.recv(1000)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert len(captures(database_conninfo)) == 1


class _Silent:
    """A body that never comes."""

    async def __call__(self) -> bytes:
        await asyncio.Event().wait()
        return b""


class _Scope:
    client, scheme, method, path, query_string, authority = "1.1.1.1:1", "http", "POST", "/", "", ""
    headers = {"content-length": "5"}


def test_waiting_for_a_body_ends_by_time_but_is_cancelled_like_everything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def read() -> list[object]:
        silent = Request(_Scope(), _Silent(), "x", ())  # type: ignore[arg-type]
        with pytest.raises(TooSlowError):
            await silent.body()
        task = asyncio.current_task()
        assert task is not None
        monkeypatch.setattr(requests, "BODY_SECONDS", 60)
        stopped = asyncio.create_task(silent.body())
        await asyncio.sleep(0.01)
        stopped.cancel()
        return [task.cancelling(), *await asyncio.gather(stopped, return_exceptions=True)]

    monkeypatch.setattr(requests, "BODY_SECONDS", 0.01)
    cancelling, end = asyncio.run(read())

    assert cancelling == 0
    assert isinstance(end, asyncio.CancelledError)

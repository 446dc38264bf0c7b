"""The app while browsers listen: it serves the others, and ends at once and in order."""

from __future__ import annotations

import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import httpx
import pytest

from donbay.accounts.actions import create_api_key
from tests.factories.people import NOW, Shop, a_shop
from tests.harness.processes import START_SECONDS, Role, free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STREAMS = 3
MORE_THAN_THE_POOL = 10  # a process has eight connections to the database
WELL_WITHIN_SECONDS = 2.0  # what granian gives a worker before it kills it is 3


class AppProcess(Role):
    """The app role with what it says in a file."""

    def __init__(self, conninfo: str, data_dir: Path, log: Path) -> None:
        self.port = free_port()
        super().__init__(conninfo, data_dir, DONBAY_APP_PORT=str(self.port), DONBAY_DEMO="0")
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log

    def command(self) -> list[str]:
        return [sys.executable, "-m", "donbay", "app"]

    def output(self) -> IO[bytes]:
        return self.log.open("wb")

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def headers(shop: Shop) -> dict[str, str]:
    _, secret = create_api_key(actor=shop.actor, now=NOW, name="key", role="viewer")
    return {"Authorization": f"Bearer {secret}"}


def test_open_event_streams_end_with_the_server(
    shop: Shop, headers: dict[str, str], database_conninfo: str, tmp_path: Path
) -> None:
    app = AppProcess(database_conninfo, tmp_path, tmp_path / "app.log")
    path = f"{app.url}/api/v1/w/{shop.slug}/events"

    with app, httpx.Client(timeout=20, headers=headers) as client:
        streams = [
            client.send(client.build_request("GET", path), stream=True) for _ in range(STREAMS)
        ]
        readers = [stream.iter_text() for stream in streams]
        for reader in readers:
            assert "retry" in next(reader)
            assert "placed" in next(reader)
        began = time.monotonic()
        status = app.stop()
        took = time.monotonic() - began
        rest = ["".join(reader) for reader in readers]  # ended in order, or this raises

    assert status == 0
    assert took < WELL_WITHIN_SECONDS
    assert rest == [""] * STREAMS
    said = app.log.read_text()
    assert "Killing" not in said
    assert "Traceback" not in said


def test_browsers_that_listen_leave_the_database_to_the_others(
    shop: Shop, headers: dict[str, str], database_conninfo: str, tmp_path: Path
) -> None:
    app = AppProcess(database_conninfo, tmp_path, tmp_path / "app.log")
    path = f"/api/v1/w/{shop.slug}/events"
    with app, ExitStack() as open_ones:
        for _ in range(MORE_THAN_THE_POOL):
            listening = socket.create_connection(("127.0.0.1", app.port), timeout=20)
            open_ones.enter_context(listening)
            _ask_for(listening, path, headers)
            assert b"200" in listening.recv(100)
        assert httpx.get(f"{app.url}/healthz", timeout=20).status_code == 200


def test_browsers_that_go_before_they_are_answered_leave_nothing_behind(
    shop: Shop, headers: dict[str, str], database_conninfo: str, tmp_path: Path
) -> None:
    app = AppProcess(database_conninfo, tmp_path, tmp_path / "app.log")
    path = f"/api/v1/w/{shop.slug}/events"
    with app:
        for number in range(9 * MORE_THAN_THE_POOL):
            with socket.create_connection(("127.0.0.1", app.port), timeout=20) as hurried:
                _ask_for(hurried, path, headers)
                time.sleep(0.001 * (number % 14))
        assert httpx.get(f"{app.url}/healthz", timeout=20).status_code == 200
    assert "PoolTimeout" not in app.log.read_text()


def _ask_for(connected: socket.socket, path: str, headers: dict[str, str]) -> None:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in headers.items())]
    connected.sendall("\r\n".join([*lines, "", ""]).encode())

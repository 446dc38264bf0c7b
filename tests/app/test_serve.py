"""`donbay serve` as a person and a crash meet it: real processes, real signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from donbay.app.greeting import greet
from donbay.app.supervisor import PORT_PATIENCE
from donbay.core.config import Config
from donbay.core.paths import REPOSITORY
from donbay.core.postgres import EmbeddedPostgres

# Booting three Django processes takes seconds, on a busy machine many.
PATIENCE = 240.0
GREETING = "Donbay is running"


class Serve:
    """A `donbay serve` of one test, with its output in a file."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log = home / "serve.log"
        app, edge = free_ports()
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DONBAY_APP_URL"}}
        self.environ = {
            **kept,
            "DONBAY_DATA_DIR": str(home / "data"),
            "DONBAY_APP_PORT": str(app),
            "DONBAY_EDGE_PORT": str(edge),
            "DONBAY_DEMO": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command("serve"), cwd=REPOSITORY, env=self.environ, stdout=log, stderr=log
            )
        until(lambda: GREETING in self.said(), self.said)
        return self.process

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "donbay", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=REPOSITORY,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def said(self) -> str:
        return self.log.read_text()

    def roles(self) -> dict[str, int]:
        """Return the pids of this installation's role processes (main processes only).

        A worker is named by the lanes it runs alone.
        """
        mark = f"DONBAY_DATA_DIR={self.home / 'data'}".encode()
        found: dict[str, int] = {}
        for entry in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
            try:
                line = (entry / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
                ours = mark in (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if not ours or line[1:3] != [b"-m", b"donbay"] or line[3] == b"serve":
                continue
            role = b" ".join(line[3:]).decode()
            while role in found and line[3] == b"worker":
                role += "+"
            found.setdefault(role, int(entry.name))
        return found

    def clean(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        EmbeddedPostgres(self.home / "data").stop()


@pytest.fixture
def serve(cluster_home: Path) -> Iterator[Serve]:
    it = Serve(cluster_home)
    yield it
    it.clean()


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def until(true: Callable[[], bool], describe: Callable[[], object] = str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, describe()
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
def test_serve_survives_what_is_done_to_it(serve: Serve) -> None:
    first = serve.start()

    role = Path(f"/proc/{serve.roles()['app']}/environ").read_bytes()
    assert b"PYTHONDONTWRITEBYTECODE" not in role, "each start would compile everything anew"

    second = serve.run("serve")
    assert second.returncode == 3
    assert f"pid {first.pid}" in second.stdout
    assert f"http://localhost:{serve.environ['DONBAY_APP_PORT']}" in second.stdout

    killed = serve.roles()["app"]
    os.kill(killed, signal.SIGKILL)
    # The dead server's own child bears its name for a moment: ask the supervisor, not the list.
    until(lambda: "app: đã dừng (SIGKILL)" in serve.said(), serve.said)
    until(lambda: "app: khởi động lại" in serve.said(), serve.said)
    until(lambda: serve.roles().get("app", killed) != killed, serve.said)

    first.kill()
    first.wait()
    until(lambda: not serve.roles(), serve.roles)

    again = serve.start()
    assert "migrating" not in serve.said()
    beside = "worker --only intake,react,flows,jobs"
    sending = ["worker --only delivery,intake", "worker --only delivery,intake+"]
    assert sorted(serve.roles()) == ["app", "edge", *sending, beside]

    again.send_signal(signal.SIGINT)
    assert again.wait(PATIENCE) == 0
    assert not serve.roles()
    assert not EmbeddedPostgres(serve.home / "data").status().running
    assert not (serve.home / "data" / "postgres.json").exists()
    assert "Traceback" not in serve.said()


@pytest.mark.slow
def test_roles_refuse_an_unmigrated_database(serve: Serve) -> None:
    data = Path(serve.environ["DONBAY_DATA_DIR"])
    serve.environ["DATABASE_URL"] = EmbeddedPostgres(data).start()

    refusals = {role: serve.run(role) for role in ("app", "worker", "demo", "bench", "edge")}

    assert {role: done.returncode for role, done in refusals.items()} == dict.fromkeys(refusals, 2)
    for done in refusals.values():
        assert "donbay migrate" in done.stderr


def test_roles_without_a_database_say_what_to_do(serve: Serve) -> None:
    done = serve.run("worker")

    assert done.returncode == 2
    assert "Hãy chạy `donbay serve`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_serve_names_a_port_that_is_taken(serve: Serve) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(serve.environ["DONBAY_EDGE_PORT"])))
        taken.listen()
        done = serve.run("serve")

    assert done.returncode == 2
    assert "DONBAY_EDGE_PORT" in done.stderr


def test_serve_stops_at_once_while_it_waits_for_a_port(serve: Serve) -> None:
    with socket.socket() as taken, serve.log.open("w") as log:
        taken.bind(("127.0.0.1", int(serve.environ["DONBAY_APP_PORT"])))
        taken.listen()
        serve.process = subprocess.Popen(
            serve.command("serve"), cwd=REPOSITORY, env=serve.environ, stdout=log, stderr=log
        )
        lock = serve.home / "data" / "serve.lock"
        until(lambda: lock.exists() and lock.stat().st_size > 0)
        time.sleep(0.5)  # by then it listens to signals and waits
        serve.process.terminate()

        assert serve.process.wait(PORT_PATIENCE / 3) == 0
    assert not (serve.home / "data" / "postgres.json").exists()


def test_the_demo_logins_are_shown(tmp_path: Path) -> None:
    logins = [{"email": "chu@quan.vn", "password": "bi-mat", "role": "owner"}]
    (tmp_path / "demo-logins.json").write_text(json.dumps(logins))

    shown = greet(Config.from_env({"DONBAY_DATA_DIR": str(tmp_path)}))

    assert "chu@quan.vn" in shown
    assert "bi-mat" in shown
    assert "http://<slug>.localhost:8001" in shown

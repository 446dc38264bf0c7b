"""One class per role; `with EdgeProcess(conninfo, data_dir) as edge: edge.get(host, path)`."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlencode

import httpx
import psycopg
from psycopg.conninfo import conninfo_to_dict

from donbay.core.paths import REPOSITORY

START_SECONDS = 60.0
_LISTENING = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'LISTEN %'
    AND application_name NOT LIKE 'donbay edge%'
"""


@contextlib.contextmanager
def a_data_dir() -> Iterator[Path]:
    """Provide a data folder with keys of its own."""
    folder = Path(tempfile.mkdtemp(prefix="donbay-harness-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_url(conninfo: str) -> str:
    """Return a conninfo string as the URL that DATABASE_URL wants."""
    if "://" in conninfo:
        return conninfo
    given = {key: str(value) for key, value in conninfo_to_dict(conninfo).items()}
    return "postgresql://?" + urlencode(given)


class Role:
    """A process of ours; killed at the end if it still runs."""

    def __init__(self, conninfo: str, data_dir: Path, **environ: str) -> None:
        self.environ = {
            **os.environ,
            "DATABASE_URL": as_url(conninfo),
            "DONBAY_DATA_DIR": str(data_dir),
            **environ,
        }
        self.environ.pop("PYTEST_CURRENT_TEST", None)
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """Return the command line."""
        raise NotImplementedError

    def output(self) -> contextlib.AbstractContextManager[IO[bytes] | None]:
        """Return where what the process says goes: with what the test says, unless overridden."""
        return contextlib.nullcontext()

    def wait_until_ready(self) -> None:
        """Return when the role answers."""

    def start(self) -> Self:
        """Start the process and wait until it is ready."""
        with self.output() as output:
            self.process = subprocess.Popen(
                self.command(), cwd=REPOSITORY, env=self.environ, stdout=output, stderr=output
            )
        self.wait_until_ready()
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """End it as an operator would and return its exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(number)
        status = self.process.wait(20)
        self.process = None
        return status

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.kill()


class EdgeProcess(Role):
    """An edge on its own port; hosts are given by header, as Python resolves no *.localhost."""

    def __init__(self, conninfo: str, data_dir: Path, **environ: str) -> None:
        self.port = int(environ.pop("DONBAY_EDGE_PORT", "0")) or free_port()
        limits = {"DONBAY_EDGE_ADDRESS_RATE": "0", "DONBAY_EDGE_SHOP_RATE": "0"}
        edge = {"DONBAY_EDGE_PORT": str(self.port), "DONBAY_APP_PORT": str(free_port())}
        super().__init__(conninfo, data_dir, **{**limits, **edge, **environ})
        self.url = f"http://127.0.0.1:{self.port}"
        self._client = httpx.Client(base_url=self.url, timeout=20)

    def command(self) -> list[str]:
        """Return the command line."""
        return [sys.executable, "-m", "donbay.edge.main"]

    def wait_until_ready(self) -> None:
        """Wait until /healthz answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if self._client.get("/healthz").status_code == 200:
                    return
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"the edge ended with {self.process.returncode}")
            time.sleep(0.05)
        raise TimeoutError("the edge does not answer")

    def host(self, slug: str) -> str:
        """Return a shop's host."""
        return f"{slug}.localhost:{self.port}"

    def request(self, method: str, slug: str, path: str, **more: Any) -> httpx.Response:
        """Send one request to a shop, without following redirects."""
        headers = {"host": self.host(slug), **more.pop("headers", {})}
        return self._client.request(method, path, headers=headers, **more)

    def health(self) -> dict[str, Any]:
        """Return what /healthz says."""
        found: dict[str, Any] = self._client.get("/healthz").json()
        return found


class WorkerProcess(Role):
    """A worker with some lanes."""

    def __init__(self, conninfo: str, data_dir: Path, *, only: str = "", **environ: str) -> None:
        super().__init__(conninfo, data_dir, **environ)
        self._only = only
        self._conninfo = conninfo

    def command(self) -> list[str]:
        """Return the command line."""
        only = ["--only", self._only] if self._only else []
        return [sys.executable, "-m", "donbay", "worker", *only]

    def wait_until_ready(self) -> None:
        """Wait until it listens for work; Django takes a while to load."""
        deadline = time.monotonic() + START_SECONDS
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            while time.monotonic() < deadline:
                if connection.execute(_LISTENING).fetchone():
                    return
                if self.process is not None and self.process.poll() is not None:
                    raise RuntimeError(f"the worker ended with {self.process.returncode}")
                time.sleep(0.05)
        raise TimeoutError("the worker does not listen")

"""The whole product as a shop owner runs it: own PostgreSQL, demo shop, app, edge and worker."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from donbay.core.paths import REPOSITORY
from donbay.core.postgres import EmbeddedPostgres
from tests.harness import EdgeProcess, Role, WorkerProcess, free_port
from tests.harness.processes import START_SECONDS

SLUG = "sen"


@dataclass(frozen=True)
class Stack:
    """Where the running product is."""

    app_url: str
    edge_port: int
    conninfo: str

    @property
    def shop_url(self) -> str:
        """Return the address of the demo shop's pages."""
        return f"http://{SLUG}.localhost:{self.edge_port}"

    def screen(self, path: str = "") -> str:
        """Return the address of a screen of the demo shop."""
        return f"{self.app_url}/w/{SLUG}/{path}"


class AppProcess(Role):
    """The app behind its own port, serving the built screens too."""

    def command(self) -> list[str]:
        """Return the command line."""
        return [sys.executable, "-m", "donbay", "app"]

    def wait_until_ready(self) -> None:
        """Wait until /healthz answers."""
        url = f"http://127.0.0.1:{self.environ['DONBAY_APP_PORT']}/healthz"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(url, timeout=2).status_code == 200:
                    return
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"the app ended with {self.process.returncode}")
            time.sleep(0.1)
        raise TimeoutError("the app does not answer")


@contextlib.contextmanager
def run_stack() -> Iterator[Stack]:
    """Start everything with a freshly seeded demo shop; leave nothing behind."""
    home = Path(tempfile.mkdtemp(prefix="donbay-journey-"))
    home.chmod(0o711)
    postgres = EmbeddedPostgres(home)
    try:
        url = postgres.start()
        app_port, edge_port = free_port(), free_port()
        environ = {
            "DONBAY_APP_PORT": str(app_port),
            "DONBAY_EDGE_PORT": str(edge_port),
            "DONBAY_APP_URL": f"http://localhost:{app_port}",
            "DONBAY_EDGE_URL": f"http://localhost:{edge_port}",
        }
        _migrate_and_seed(url, home, environ)
        with (
            AppProcess(url, home, **environ),
            EdgeProcess(url, home, **environ),
            WorkerProcess(url, home, **environ),
        ):
            yield Stack(environ["DONBAY_APP_URL"], edge_port, url)
    finally:
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


def _migrate_and_seed(url: str, home: Path, environ: dict[str, str]) -> None:
    given = {**os.environ, **environ, "DATABASE_URL": url, "DONBAY_DATA_DIR": str(home)}
    command = [sys.executable, "-m", "donbay", "migrate", "--demo"]
    subprocess.run(command, cwd=REPOSITORY, env=given, check=True, stdout=subprocess.DEVNULL)

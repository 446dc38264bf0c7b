"""Give a test run its PostgreSQL before Django's settings load.

Loaded by `-p` in pyproject.toml: pytest-django imports the settings before any conftest.py.
Each xdist worker has a server of its own: a transaction that one test keeps open would hold back
what the other worker's tests read from the log. Servers belong to the checkout and are shared by
runs at the same time; the last run stops them. DONBAY_TEST_PG=<url> uses another server.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg
import pytest
from psycopg import sql

from donbay.core.filelock import open_lock, shared, try_exclusive
from donbay.core.operator_errors import OperatorError
from donbay.core.paths import default_dir, make_data_dir
from donbay.core.postgres import EmbeddedPostgres

SETTINGS = {
    # A test database is thrown away, so it need not survive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    # Several runs share the server.
    "max_connections": "400",
    # A `db` test keeps its transaction open while it computes.
    "idle_in_transaction_session_timeout": "60s",
}


class TestServer:
    """The checkout's test server, with this run as one of its users."""

    __test__ = False

    def __init__(self, home: Path) -> None:
        self._home = make_data_dir(home)
        self._postgres = EmbeddedPostgres(home, SETTINGS)
        self._users: IO[str] = open_lock(home / "users.lock")
        self.files = Path(tempfile.mkdtemp(prefix="donbay-test-"))

    def start(self) -> str:
        """Join or start the server and return a URL naming a database of this run alone."""
        alone = try_exclusive(self._users)
        url = self._start_fresh() if alone else None
        shared(self._users)
        url = url or self._postgres.start()
        return url.replace("@/donbay?", f"@/donbay_run{os.getpid()}?")

    def stop(self) -> None:
        """Leave, and stop the server if no other run uses it."""
        if try_exclusive(self._users):
            self._postgres.stop()
        self._users.close()
        shutil.rmtree(self.files, ignore_errors=True)

    def _start_fresh(self) -> str:
        """Start the server as its only user, dropping what killed runs left."""
        try:
            url = self._postgres.start()
        except OperatorError:
            # Without fsync a power cut may have broken it; nothing in it is worth keeping.
            shutil.rmtree(self._postgres.cluster)
            url = self._postgres.start()
        with psycopg.connect(url, autocommit=True) as connection:
            stale = "select datname from pg_database where datname like 'test\\_donbay\\_run%'"
            for (name,) in connection.execute(stale).fetchall():
                drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
                connection.execute(drop)
        return url


_server: TestServer | None = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Set the environment of the settings; a wrapper runs before pytest-django's hook."""
    global _server  # noqa: PLW0603 - pytest gives hooks of a -p plugin no object to keep state in
    given = os.environ.get("DONBAY_TEST_PG")
    if given:
        os.environ["DATABASE_URL"] = given
    else:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        _server = TestServer(default_dir(".dev") / "tests" / worker)
        os.environ["DATABASE_URL"] = _server.start()
        os.environ["DONBAY_DATA_DIR"] = str(_server.files)
    return (yield)


def pytest_unconfigure() -> None:
    """Leave the server at the end of the run."""
    if _server is not None:
        _server.stop()

"""Fixtures that every test may use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from psycopg.conninfo import make_conninfo
from pytest_django.plugin import DjangoDbBlocker

from donbay.core.postgres import EmbeddedPostgres


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords cheaply: argon2 is slow on purpose, and tests make many users."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _empty_log(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Empty the log after a test that commits: it has no models, so Django does not flush it.

    Events of a shop that is gone would meet every later test's reactors.
    """
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (
        marker is not None and marker.kwargs.get("transaction", False)
    )
    if commits:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for table in ("log_event", "log_cursor", "log_set_aside"):
                cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def database_conninfo(transactional_db: None) -> str:
    """Return how to connect to this worker's test database without Django (edge, cursors)."""
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    return make_conninfo("", **{name: parameters[name] for name in names if name in parameters})


@pytest.fixture
def cluster_home() -> Iterator[Path]:
    """Return an empty folder that PostgreSQL's user can enter (tmp_path is private)."""
    folder = Path(tempfile.mkdtemp(prefix="donbay-cluster-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_cluster(cluster_home: Path) -> Iterator[str]:
    """Return the URL of a PostgreSQL of this test alone (cursor and crash tests)."""
    postgres = EmbeddedPostgres(cluster_home)
    yield postgres.start()
    postgres.stop()

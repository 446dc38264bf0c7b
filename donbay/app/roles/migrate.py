"""Bring the schema up to date, one process at a time."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command

from donbay.app.roles.boot import boot_django
from donbay.core.database import require_database_url
from donbay.core.lifeline import end_with_supervisor
from donbay.core.operator_errors import OperatorError

# Any number, as long as every version of Donbay uses the same one.
LOCK = 0x646F6E626179
DATABASE_PATIENCE = 30.0


def run(arguments: argparse.Namespace) -> int:
    """Apply what is missing; several machines may do this at the same time."""
    end_with_supervisor()
    # A migration that cannot get its lock must not queue up all traffic behind itself.
    os.environ.setdefault("PGOPTIONS", "-c lock_timeout=10s")
    boot_django()
    with _alone(require_database_url()):
        call_command("migrate", interactive=False, verbosity=1)
    return 0


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Hold the advisory lock for as long as the block runs."""
    with _connect(url) as connection:
        connection.execute("set lock_timeout = 0")
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        yield


def _connect(url: str) -> psycopg.Connection:
    """Connect, waiting for a database that starts beside us."""
    began = time.monotonic()
    while True:
        try:
            return psycopg.connect(url, autocommit=True, connect_timeout=5)
        except psycopg.OperationalError as error:
            if time.monotonic() - began > DATABASE_PATIENCE:
                raise OperatorError(
                    f"Không kết nối được cơ sở dữ liệu: {error}",
                    f"Could not connect to the database: {error}",
                ) from error
            time.sleep(1)

"""Bring the schema up to date, one process at a time."""

from __future__ import annotations

import argparse
import os
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command

from donbay.app.children import DEMO_FAILED
from donbay.app.roles.boot import boot_django, load
from donbay.core.database import require_database_url
from donbay.core.lifeline import end_with_supervisor
from donbay.core.operator_errors import OperatorError
from donbay.core.schema import pending_migrations
from donbay.core.schema_mark import mark

# Any number, as long as every version of Donbay uses the same one.
LOCK = 0x646F6E626179
DATABASE_PATIENCE = 30.0


def run(arguments: argparse.Namespace) -> int:
    """Apply what is missing, and make the demo data if asked to in the same process.

    Several machines may do this at the same time. Booting Django takes longer than looking
    whether there is anything to do, so `serve` asks for both at once.
    """
    end_with_supervisor()
    # A migration that cannot get its lock must not queue up all traffic behind itself.
    os.environ.setdefault("PGOPTIONS", "-c lock_timeout=10s")
    boot_django()
    with _alone(require_database_url()) as connection:
        if pending_migrations():
            call_command("migrate", interactive=False, verbosity=1)
        status = _seed() if arguments.demo else 0
        mark(connection, demo=arguments.demo and not status)
    return status


def _seed() -> int:
    """Make the demo data; report a failure apart, since Donbay works without."""
    try:
        load("donbay.app.demo").seed_once()
    except Exception:  # noqa: BLE001 - whatever is wrong with the demo must not stop a shop
        traceback.print_exc()
        return DEMO_FAILED
    return 0


@contextmanager
def _alone(url: str) -> Iterator[psycopg.Connection]:
    """Hold the advisory lock for as long as the block runs."""
    with _connect(url) as connection:
        connection.execute("set lock_timeout = 0")
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        yield connection


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

"""A dump restored into another cluster goes on where the old one stopped."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import LiteralString

import psycopg

from donbay.core.postgres import EmbeddedPostgres
from tests.harness.programs import python_program

TAKE = """
from donbay.core import registry
from donbay.core.registry import EventKind, Reactor
from donbay.kit.clock import utcnow
from donbay.log import actions
from donbay.log.types import NewEvent
from django.db.transaction import atomic
import sys
registry.event_kinds.add(EventKind("test.happened", "Thử", "Test"))
def append(*names):
    with atomic():
        actions.append([NewEvent(1, "test.happened", utcnow(), data={"name": n}) for n in names])
def take():
    seen = []
    reactor = Reactor("t", frozenset({"test.happened"}),
                      lambda events: seen.extend(e.data["name"] for e in events))
    while actions.run_reactor(reactor):
        pass
    return seen
"""
BEFORE = TAKE + 'append("one", "two"); print(take()); append("three")\n'
AFTER = TAKE + 'append("four"); print(take()); append("five"); print(take())\n'


MIGRATE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"


def test_every_event_once_after_dump_and_restore(cluster_home: Path) -> None:
    old = EmbeddedPostgres(cluster_home / "old")
    new = EmbeddedPostgres(cluster_home / "new")
    old_url, new_url = old.start(), new.start()
    try:
        python_program(MIGRATE, old_url)
        # Many transactions in the old cluster: its ids are far above the new one's.
        with psycopg.connect(old_url, autocommit=True) as session:
            for _ in range(3_000):
                session.execute("SELECT pg_current_xact_id()")
        assert _printed(BEFORE, old_url) == ["['one', 'two']"]

        dump = _run(old.program("pg_dump"), "--no-owner", "-d", old_url)
        after = _one(new_url, "SELECT pg_current_xact_id()::text::bigint")
        _run(new.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", new_url, text=dump)
        kept = _one(new_url, "SELECT max(xid)::text::bigint FROM log_event")

        assert kept > after  # the trap: the old ids lie in the new cluster's future
        assert _printed(AFTER, new_url) == ["['three', 'four']", "['five']"]
    finally:
        old.stop()
        new.stop()


def _printed(code: str, url: str) -> list[str]:
    return python_program(code, url).splitlines()


def _run(program: Path, *arguments: str, text: str = "") -> str:
    done = subprocess.run(
        [program, *arguments], input=text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _one(url: str, query: LiteralString) -> int:
    with psycopg.connect(url) as session:
        row = session.execute(query).fetchone()
    assert row is not None
    return int(row[0])

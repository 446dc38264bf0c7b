"""A mark in the database that says for which migrations it is up to date.

Looking for pending migrations loads all of Django, four seconds of one core; reading the mark
takes milliseconds, so that `serve` starts twice as fast when nothing is to be done. The roles
still look for themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from donbay.core.paths import REPOSITORY

_READ = "select obj_description(to_regclass('django_migrations'), 'pg_class')"
_WRITE = sql.SQL("comment on table django_migrations is {}")


def is_marked(url: str, *, demo: bool) -> bool:
    """Tell whether this program's migrations, and the demo if wanted, are in the database."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(_READ).fetchone()
    except psycopg.Error:
        return False
    done = str(row[0]).split() if row else []
    return fingerprint() in done and (not demo or "demo" in done)


def mark(connection: psycopg.Connection, *, demo: bool) -> None:
    """Leave the mark; it travels with dump and restore, as the schema does."""
    words = [fingerprint(), *(["demo"] if demo else [])]
    connection.execute(_WRITE.format(sql.Literal(" ".join(words))))


def fingerprint() -> str:
    """Return a hash of all migrations, ours by content and others' by locked version."""
    total = hashlib.sha256()
    for path in sorted(_sources()):
        total.update(str(path.relative_to(REPOSITORY)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _sources() -> Iterator[Path]:
    """Yield the files that decide what a migration does."""
    yield REPOSITORY / "requirements.txt"
    yield REPOSITORY / "donbay" / "app" / "settings.py"
    for folder in ("migrations", "schema_migrations"):
        yield from (REPOSITORY / "donbay").rglob(f"{folder}/*.py")

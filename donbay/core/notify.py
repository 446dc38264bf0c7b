"""Hints between processes; the truth is always a poll."""

from __future__ import annotations

from django.db import connection
from psycopg.conninfo import make_conninfo

_WHERE = ("dbname", "user", "password", "host", "port")


def notify(channel: str, payload: str = "") -> None:
    """Wake listeners of a channel when the current transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])


def listening_conninfo() -> str:
    """Return how to open a connection of one's own, to listen on, to Django's database."""
    parameters = connection.get_connection_params()
    return make_conninfo("", **{name: parameters[name] for name in _WHERE if name in parameters})

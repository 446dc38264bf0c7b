"""Hints between processes; the truth is always a poll."""

from __future__ import annotations

from django.db import connection


def notify(channel: str, payload: str = "") -> None:
    """Wake listeners of a channel when the current transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])

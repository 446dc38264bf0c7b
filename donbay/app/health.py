"""Whether the app can do its work, for people and for monitors."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from donbay import __version__
from donbay.kit.clock import utcnow
from donbay.log.queries import cursor_lags
from donbay.messaging.queries import count_lost_keys


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with the reactors' lag, or 503 while the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        lags = cursor_lags(utcnow())
        lost_keys = count_lost_keys()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "away", "version": __version__}, status=503)
    return JsonResponse(
        {
            "ok": True,
            "database": "up",
            "version": __version__,
            "reactor_lag_seconds": {lag.key: round(lag.seconds, 3) for lag in lags},
            "reactors_stuck": [lag.key for lag in lags if lag.attempts],
            # Above 0 no mail is sent (docs/reference/configuration.md, keys).
            "link_keys_lost": lost_keys,
        }
    )

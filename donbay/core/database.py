"""Which database every role uses, and how Django connects to it. Imports no Django."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from donbay.core.operator_errors import OperatorError
from donbay.core.paths import resolve_data_dir

NOTE = "postgres.json"
NO_SERVER = "postgresql://donbay@/donbay?host=%2Fdonbay-serve-is-not-running"
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Return the URL of the database, or one where connecting fails if there is none yet.

    Settings load where no server runs (mypy, makemigrations); roles ask `require_database_url`.
    """
    return find_database_url(environ) or NO_SERVER


def require_database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Return the URL of the database; raise OperatorError if there is none to be found."""
    url = find_database_url(environ)
    if url is None:
        raise OperatorError(
            "Chưa có cơ sở dữ liệu nào đang chạy. Hãy chạy `donbay serve`, hoặc đặt DATABASE_URL.",
            "No database is running. Run `donbay serve`, or set DATABASE_URL.",
        )
    return url


def find_database_url(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return DATABASE_URL, else the URL of the embedded server that `serve` noted down."""
    given = environ.get("DATABASE_URL", "").strip()
    return given or _noted_url(resolve_data_dir(environ) / NOTE)


def note_url(data_dir: Path, url: str) -> None:
    """Note the embedded server's URL for roles that are started apart."""
    note = data_dir / NOTE
    side = note.with_suffix(".new")
    side.touch(mode=0o600)
    side.write_text(json.dumps({"url": url, "owner": os.getpid()}) + "\n")
    side.replace(note)


def forget_url(data_dir: Path) -> None:
    """Remove the note once the server has stopped."""
    (data_dir / NOTE).unlink(missing_ok=True)


def django_database(url: str, *, max_size: int = 8) -> dict[str, Any]:
    """Return one entry of Django's DATABASES, with a pool of at most `max_size` connections.

    ASGI serves each request in any thread, where persistent connections never come back: 40
    parallel requests opened 34. The pool bounds that; its health check replaces connections
    that died with a restarted server.
    """
    parameters = _parse(url)
    named = {ours: parameters.pop(theirs, "") for theirs, ours in DJANGO_NAMES.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "PORT": parameters.pop("port", ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **parameters,
            "pool": {"min_size": 1, "max_size": max_size, "timeout": 5},
        },
    }


def _parse(url: str) -> dict[str, Any]:
    """Split a URL or conninfo string into its parameters."""
    try:
        return dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise OperatorError(
            "DATABASE_URL không đúng dạng postgresql://người_dùng:mật_khẩu@máy:cổng/tên.",
            "DATABASE_URL is not of the form postgresql://user:password@host:port/name.",
        ) from error


def _noted_url(note: Path) -> str | None:
    """Read the note; None if it is absent or unreadable."""
    try:
        return str(json.loads(note.read_text())["url"])
    except (OSError, ValueError, KeyError):
        return None

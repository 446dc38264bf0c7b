"""Check that tables exist, for roles that run without Django."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import psycopg

from donbay.core.operator_errors import OperatorError

logger = logging.getLogger(__name__)

_MISSING = "select name from unnest(%s::text[]) as name where to_regclass(name) is null"


def require_tables(url: str, names: Sequence[str]) -> None:
    """Raise OperatorError if a reachable database lacks a table.

    A database that is away is no reason to refuse: the edge then serves its published pages
    from disk and spools what it captures.
    """
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            missing = [name for (name,) in connection.execute(_MISSING, [list(names)])]
    except psycopg.OperationalError as error:
        logger.warning("the database is away, tables not checked: %s", error)
        return
    if missing:
        raise unmigrated(missing)


def unmigrated(missing: Sequence[str]) -> OperatorError:
    """Describe a schema that is behind the program."""
    shown = ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
    return OperatorError(
        f"Cơ sở dữ liệu chưa được cập nhật cho bản này (thiếu: {shown}). Hãy chạy "
        "`donbay migrate` trước (`donbay serve` tự làm việc này).",
        f"The database is not up to date for this version (missing: {shown}). Run "
        "`donbay migrate` first (`donbay serve` does so by itself).",
    )

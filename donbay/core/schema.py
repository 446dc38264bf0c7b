"""Refuse to run on a database whose tables are not those of this program."""

from __future__ import annotations

from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from donbay.core.operator_errors import OperatorError
from donbay.core.tables import unmigrated


def require_migrated() -> None:
    """Raise OperatorError if the database is away or has migrations to come."""
    if missing := pending_migrations():
        raise unmigrated(missing)


def pending_migrations() -> list[str]:
    """Name the migrations not applied yet; leave no connection open.

    Callers may fork afterwards, and a connection must not be shared by two processes.
    """
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise OperatorError(
            f"Không kết nối được cơ sở dữ liệu: {error}. Hãy chạy `donbay serve`, hoặc kiểm tra "
            "DATABASE_URL.",
            f"Could not connect to the database: {error}. Run `donbay serve`, or check "
            "DATABASE_URL.",
        ) from error
    finally:
        close_connections()
    return [str(migration) for migration, _ in plan]


def close_connections() -> None:
    """Close this process's connections and pools."""
    connections.close_all()
    for each in connections.all(initialized_only=True):
        if hasattr(each, "close_pool"):
            each.close_pool()

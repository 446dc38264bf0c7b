"""Migration operations for what Django's models cannot say."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL


def workspace_unique(table: str) -> RunSQL:
    """Make (workspace_id, id) unique, so that composite foreign keys can point at it."""
    name = f"{table}_ws_id_uq"
    return RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE (workspace_id, id)',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )


def workspace_fk(table: str) -> RunSQL:
    """Make workspace_id point at an existing workspace."""
    name = f"{table}_ws_fk"
    return RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (workspace_id) '
        "REFERENCES accounts_workspace (id) DEFERRABLE INITIALLY IMMEDIATE",
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )


def composite_fk(table: str, column: str, ref_table: str, *, on_delete: str = "RESTRICT") -> RunSQL:
    """Make (workspace_id, column) point at (workspace_id, id) of another table.

    So the database itself refuses a reference into another shop. `on_delete` is RESTRICT,
    CASCADE, or SET NULL (only the column is set to null).
    """
    name = f"{table}_{column}_ws_fk"
    action = f"SET NULL ({column})" if on_delete == "SET NULL" else on_delete
    return RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (workspace_id, "{column}") '
        f'REFERENCES "{ref_table}" (workspace_id, id) ON DELETE {action}',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )


def view(name: str, query: str) -> RunSQL:
    """Publish a view that other rooms' SQL may read."""
    return RunSQL(f'CREATE OR REPLACE VIEW "{name}" AS {query}', f'DROP VIEW IF EXISTS "{name}"')

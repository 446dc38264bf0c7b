"""Base of every table: a workspace in each row, and no way to forget it in a query."""

from __future__ import annotations

from typing import Any, Generic, NoReturn, TypeVar

import orjson
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import DatabaseDefault

from donbay.core.arrays import literal
from donbay.kit.ids import uuid7

M = TypeVar("M", bound=models.Model)


class MissingWorkspace(RuntimeError):
    """A query did not name its workspace."""


class WorkspaceManager(models.Manager[M], Generic[M]):
    """Gives rows of one workspace only."""

    def for_workspace(self, workspace_id: int) -> models.QuerySet[M]:
        """Return the rows of a workspace."""
        return super().get_queryset().filter(workspace_id=workspace_id)

    def insert(self, workspace_id: int, **values: Any) -> M:
        """Create one row in a workspace."""
        row = self.model(workspace_id=workspace_id, **values)
        row.save(force_insert=True)
        return row

    def insert_many(self, rows: list[M]) -> list[M]:
        """Create rows that already carry their workspace, in one statement.

        Columns go as array literals: bulk_create writes value by value, five times as slowly.
        Keys that the database makes are not read back.
        """
        if any(getattr(row, "workspace_id", None) is None for row in rows):
            self._refuse()
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(*_insertion(self.model, rows))
        return rows

    def get_queryset(self) -> models.QuerySet[M]:
        """Refuse: every query starts at for_workspace."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise MissingWorkspace(f"{self.model.__name__}: use objects.for_workspace(workspace_id)")


def _insertion(model: type[models.Model], rows: list[Any]) -> tuple[str, list[Any]]:
    """Return the statement that inserts rows, and one array a column."""
    database = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up at every use
    quote = database.ops.quote_name
    names: list[str] = []
    casts: list[str] = []
    arrays: list[Any] = []
    meta = model._meta  # noqa: SLF001 - documented by Django
    for field in meta.concrete_fields:
        values = [getattr(row, field.attname) for row in rows]
        if isinstance(values[0], DatabaseDefault) or (field.primary_key and values[0] is None):
            continue
        if isinstance(field, models.JSONField):
            values = [None if value is None else orjson.dumps(value).decode() for value in values]
        else:
            values = [field.get_db_prep_save(value, database) for value in values]
        names.append(quote(str(field.column)))
        casts.append(f"%s::{field.db_type(database)}[]")
        arrays.append(literal(values) or values)
    table, columns = quote(meta.db_table), ", ".join(names)
    given = ", ".join(casts)
    statement = f"INSERT INTO {table} ({columns}) SELECT * FROM unnest({given})"  # noqa: S608 - our names
    return statement, arrays


class WorkspaceModel(models.Model):
    """A row that belongs to one workspace."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        abstract = True


class Access(models.TextChoices):
    """Who sees a shareable item besides its owner and the managers."""

    PUBLIC = "public", "Public"
    RESTRICTED = "restricted", "Restricted"


class ShareableModel(WorkspaceModel):
    """A workspace row with an owner and an access level."""

    owner_id = models.UUIDField(null=True)
    access = models.CharField(max_length=10, choices=Access.choices, default=Access.PUBLIC)

    class Meta:
        abstract = True

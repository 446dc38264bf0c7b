"""A merged customer's message that the other has too is told apart by whose it was."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL, SeparateDatabaseAndState

_KEY = ("workspace_id", "source_id", "run_id", "customer_id", "step", "source_kind")


class Migration(migrations.Migration):
    """Builds the wider key beside the one in use, then puts it in its place."""

    atomic = False
    dependencies: ClassVar[list[tuple[str, str]]] = [("messaging", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        RunSQL(
            "ALTER TABLE messaging_outbox ADD COLUMN IF NOT EXISTS merged_from uuid",
            "ALTER TABLE messaging_outbox DROP COLUMN merged_from",
            state_operations=[
                migrations.AddField("outbox", "merged_from", models.UUIDField(null=True))
            ],
        ),
        # One that was cut short leaves an index that is not valid.
        RunSQL("DROP INDEX CONCURRENTLY IF EXISTS messaging_outbox_once_new", RunSQL.noop),
        RunSQL(
            "CREATE UNIQUE INDEX CONCURRENTLY messaging_outbox_once_new ON messaging_outbox ("
            + ", ".join((*_KEY, "merged_from"))
            + ") NULLS NOT DISTINCT",
            RunSQL.noop,
        ),
        SeparateDatabaseAndState(
            database_operations=[
                RunSQL(
                    "ALTER TABLE messaging_outbox DROP CONSTRAINT messaging_outbox_once, "
                    "ADD CONSTRAINT messaging_outbox_once "
                    "UNIQUE USING INDEX messaging_outbox_once_new",
                    "ALTER TABLE messaging_outbox DROP CONSTRAINT messaging_outbox_once, "
                    "ADD CONSTRAINT messaging_outbox_once UNIQUE (" + ", ".join(_KEY) + ")",
                )
            ],
            state_operations=[
                migrations.RemoveConstraint("outbox", "messaging_outbox_once"),
                migrations.AddConstraint(
                    "outbox",
                    models.UniqueConstraint(
                        fields=(*_KEY, "merged_from"),
                        nulls_distinct=False,
                        name="messaging_outbox_once",
                    ),
                ),
            ],
        ),
    ]

"""Drop the index of events by kind: no statement reads it, and every event paid for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Leave the indexes that the order, a customer's timeline and the key need."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("log", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(
            "DROP INDEX log_event_kind;",
            "CREATE INDEX log_event_kind ON log_event (workspace_id, kind, occurred_at);",
        ),
    ]

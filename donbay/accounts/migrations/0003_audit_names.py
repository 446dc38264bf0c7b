"""The audit log keeps what the thing was called at that time."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column with a default; rows written before have no name."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0002_without_teams")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("auditlog", "item_name", models.CharField(default="", max_length=200)),
    ]

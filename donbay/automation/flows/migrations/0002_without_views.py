"""Views that nobody read go, and the access level that nobody could give (docs/adr/0017)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL


class Migration(migrations.Migration):
    """Touches no row."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("flows", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        RunSQL("DROP VIEW automation_v_run; DROP VIEW automation_v_flow", RunSQL.noop),
        migrations.AlterField(
            "flow",
            "access",
            models.CharField(
                choices=[("public", "Public"), ("restricted", "Restricted")],
                default="public",
                max_length=10,
            ),
        ),
    ]

"""A view that nobody read goes (docs/adr/0017)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL


class Migration(migrations.Migration):
    """Touches no row."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("commerce", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        RunSQL("DROP VIEW commerce_v_customer_stats", RunSQL.noop),
    ]

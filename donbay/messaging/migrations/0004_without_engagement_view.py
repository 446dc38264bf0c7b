"""A view that nobody read goes (docs/adr/0017)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL


class Migration(migrations.Migration):
    """Touches no row."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("messaging", "0003_hashed_suppressions")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        RunSQL("DROP VIEW messaging_v_engagement", RunSQL.noop),
    ]

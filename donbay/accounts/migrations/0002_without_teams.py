"""Teams and shares go: nobody could write them (docs/adr/0017)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Drops tables that never had a row."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.DeleteModel("Share"),
        migrations.DeleteModel("TeamMember"),
        migrations.DeleteModel("Team"),
    ]

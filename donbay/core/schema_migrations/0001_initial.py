"""The cache table shared by every process (rate limits live there)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Create the cache table in the shape Django's database cache expects."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(
            "CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, "
            "expires timestamptz NOT NULL); "
            "CREATE INDEX core_cache_expires ON core_cache (expires);",
            "DROP TABLE core_cache;",
        )
    ]

"""The list of addresses not to send to keeps keyed hashes instead of the addresses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from donbay.messaging.suppression import suppression_hashes

_BATCH = 2000


def hash_addresses(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the hash of each address, in batches by id."""
    table: Any = apps.get_model("messaging", "Suppression")
    rows = table.objects.filter(address_hash=None).order_by("id")
    while batch := list(rows[:_BATCH]):
        for row in batch:
            hashes = suppression_hashes(row.workspace_id, [row.address])
            row.address_hash = hashes[0] if hashes else None
        table.objects.bulk_update([row for row in batch if row.address_hash], ["address_hash"])
        # An empty address was never anybody's.
        table.objects.filter(id__in=[row.id for row in batch if not row.address_hash]).delete()


class Migration(migrations.Migration):
    """Cannot be undone: that is its purpose."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("messaging", "0002_merged_messages")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("suppression", "address_hash", models.UUIDField(null=True)),
        migrations.RunPython(hash_addresses),
        migrations.RemoveConstraint("suppression", "messaging_suppression_uq"),
        migrations.RemoveField("suppression", "address"),
        migrations.AlterField("suppression", "address_hash", models.UUIDField()),
        migrations.AddConstraint(
            "suppression",
            models.UniqueConstraint(
                fields=["workspace_id", "channel", "address_hash", "scope"],
                name="messaging_suppression_uq",
            ),
        ),
    ]

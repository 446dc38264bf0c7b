"""A shop remembers by which keys its list of suppressed addresses was hashed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from donbay.kit.clock import utcnow
from donbay.messaging.suppression import key_fingerprints


def note_keys(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take every key known now for one that was in use, wherever there is a list already."""
    key: Any = apps.get_model("messaging", "SuppressionKey")
    suppression: Any = apps.get_model("messaging", "Suppression")
    workspaces = suppression.objects.order_by("workspace_id").values_list("workspace_id", flat=True)
    key.objects.bulk_create(
        key(workspace_id=workspace_id, fingerprint=fingerprint, first_used_at=utcnow())
        for workspace_id in workspaces.distinct()
        for fingerprint in key_fingerprints()
    )


class Migration(migrations.Migration):
    """A new table of a few rows."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("messaging", "0005_engagement_view")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.CreateModel(
            name="SuppressionKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("fingerprint", models.UUIDField()),
                ("first_used_at", models.DateTimeField()),
            ],
            options={
                "db_table": "messaging_suppression_key",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["workspace_id", "fingerprint"],
                        name="messaging_suppression_key_uq",
                    )
                ],
            },
        ),
        migrations.RunPython(note_keys, migrations.RunPython.noop),
    ]

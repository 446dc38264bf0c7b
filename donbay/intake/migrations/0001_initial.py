"""Captures."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Capture",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("client_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("payload", models.JSONField()),
                ("context", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField()),
                ("state", models.TextField(db_default="new", default="new")),
                ("attempts", models.SmallIntegerField(db_default=0, default=0)),
                ("error", models.JSONField(null=True)),
                ("result", models.JSONField(null=True)),
                ("processed_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField()),
            ],
            options={
                "db_table": "intake_capture",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "new")),
                        fields=["workspace_id", "id"],
                        name="intake_capture_new",
                    ),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["workspace_id", "id"],
                        name="intake_capture_failed",
                    ),
                    models.Index(
                        condition=models.Q(("state", "done")),
                        fields=["processed_at"],
                        name="intake_capture_done",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "client_id"), name="intake_capture_client_uq"
                    )
                ],
            },
        ),
    ]

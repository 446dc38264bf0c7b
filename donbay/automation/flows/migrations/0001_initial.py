"""Tables of the flows room, and the views other rooms may read."""

from __future__ import annotations

from django.db import migrations, models

import donbay.kit.ids
from donbay.core.migrations import composite_fk, view, workspace_fk, workspace_unique

_RUN = """
SELECT id, workspace_id, flow_id, version_id, customer_id, state, node_id, due_at, entered_at,
    finished_at, reason
FROM automation_run
"""
_FLOW = """
SELECT id, workspace_id, name, state, published_number, published_at, created_at
FROM automation_flow
WHERE deleted_at IS NULL
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RunEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "workspace_id",
                        "customer_id",
                        "flow_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("customer_id", models.UUIDField()),
                ("flow_id", models.UUIDField()),
                ("last_entered_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("starts", models.IntegerField()),
            ],
            options={
                "db_table": "automation_run_entry",
            },
        ),
        migrations.CreateModel(
            name="RunStep",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("run_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("version_id", models.UUIDField()),
                ("node_id", models.CharField(max_length=40)),
                ("outlet", models.CharField(max_length=40)),
                ("reason", models.CharField(default="", max_length=60)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "automation_run_step",
            },
        ),
        migrations.CreateModel(
            name="Flow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=donbay.kit.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("owner_id", models.UUIDField(null=True)),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("shared", "Shared"),
                            ("restricted", "Restricted"),
                        ],
                        default="public",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("graph", models.JSONField()),
                ("settings", models.JSONField(default=dict)),
                ("version", models.IntegerField(default=1)),
                ("published_edit", models.IntegerField(null=True)),
                ("published_id", models.UUIDField(null=True)),
                ("published_number", models.IntegerField(null=True)),
                ("live_since", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "automation_flow",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "-updated_at", "id"], name="automation_flow_new"
                    ),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("state", "live")),
                        fields=["workspace_id"],
                        name="automation_flow_live",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("workspace_id", "name"),
                        name="automation_flow_name_uq",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "live", "paused"))),
                        name="automation_flow_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlowVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=donbay.kit.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("flow_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("graph", models.JSONField()),
                ("settings", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "automation_flow_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "flow_id", "number"),
                        name="automation_flow_version_uq",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("flow_id", models.UUIDField()),
                ("version_id", models.UUIDField()),
                ("customer_id", models.UUIDField()),
                ("trigger_id", models.CharField(max_length=40)),
                ("event_id", models.BigIntegerField(default=0)),
                ("state", models.CharField(default="active", max_length=10)),
                ("node_id", models.CharField(max_length=40, null=True)),
                ("due_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("steps", models.IntegerField(default=0)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("reason", models.CharField(default="", max_length=60)),
                ("detail", models.CharField(default="", max_length=500)),
                ("context", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "automation_run",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "active")),
                        fields=["workspace_id", "due_at", "id"],
                        name="automation_run_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "parked")),
                        fields=["workspace_id", "flow_id"],
                        name="automation_run_parked",
                    ),
                    models.Index(
                        fields=["workspace_id", "flow_id", "id"], name="automation_run_flow"
                    ),
                    models.Index(
                        fields=["workspace_id", "customer_id"], name="automation_run_customer"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("active", "parked"))),
                        fields=("workspace_id", "flow_id", "customer_id"),
                        name="automation_run_inside_uq",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("active", "parked", "done", "stopped", "failed", "refused"),
                            )
                        ),
                        name="automation_run_state_known",
                    ),
                ],
            },
        ),
        workspace_unique("automation_flow"),
        workspace_unique("automation_flow_version"),
        workspace_fk("automation_flow"),
        workspace_fk("automation_flow_version"),
        composite_fk("automation_flow_version", "flow_id", "automation_flow", on_delete="CASCADE"),
        view("automation_v_run", _RUN),
        view("automation_v_flow", _FLOW),
    ]

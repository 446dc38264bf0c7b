"""Tables of the messaging room, and the views other rooms may read."""

from __future__ import annotations

from django.db import migrations, models

import donbay.kit.ids
from donbay.core.migrations import view, workspace_fk, workspace_unique

_LINK = "SELECT id, workspace_id, url FROM messaging_message_link"
_MESSAGE = """
SELECT id, workspace_id, customer_id, content_id, purpose, source_kind, source_id, step, run_id,
    state, reason, due_at, done_at
FROM messaging_outbox
"""
_ENGAGEMENT = """
SELECT workspace_id, message_id, customer_id, kind, link_id, at
FROM messaging_engagement
WHERE NOT bot
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "workspace_id",
                        "priority",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("workspace_id", models.BigIntegerField()),
                ("priority", models.SmallIntegerField()),
                ("served_at", models.DateTimeField()),
            ],
            options={
                "db_table": "messaging_lane",
            },
        ),
        migrations.CreateModel(
            name="Channel",
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
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("config_encrypted", models.TextField(default="")),
                ("is_default", models.BooleanField(default=False)),
                ("from_name", models.CharField(default="", max_length=120)),
                ("from_email", models.CharField(default="", max_length=254)),
            ],
            options={
                "db_table": "messaging_channel",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("workspace_id",),
                        name="messaging_channel_one_default",
                    ),
                    models.UniqueConstraint(
                        fields=("workspace_id", "name"), name="messaging_channel_name_uq"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Content",
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
                ("name", models.CharField(max_length=160)),
                ("subject", models.CharField(max_length=400)),
                ("preview", models.CharField(default="", max_length=400)),
                ("purpose", models.CharField(max_length=20)),
                ("tree", models.JSONField()),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "db_table": "messaging_content",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "-created_at", "id"], name="messaging_content_new"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose__in", ("transactional", "care", "advertising"))
                        ),
                        name="messaging_content_purpose_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("message_id", models.BigIntegerField()),
                ("customer_id", models.UUIDField()),
                ("kind", models.CharField(max_length=10)),
                ("link_id", models.BigIntegerField(default=0)),
                ("bot", models.BooleanField(default=False)),
                ("times", models.IntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "messaging_engagement",
                "indexes": [
                    models.Index(
                        condition=models.Q(("bot", False)),
                        fields=["workspace_id", "customer_id", "kind", "at"],
                        name="messaging_engagement_who",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "message_id", "kind", "link_id", "bot"),
                        name="messaging_engagement_uq",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("message_id", models.BigIntegerField(unique=True)),
                ("customer_id", models.UUIDField()),
                ("address", models.CharField(max_length=254)),
                ("subject", models.CharField(max_length=1000)),
                ("headers", models.JSONField(default=dict)),
                ("html", models.TextField()),
                ("text", models.TextField()),
                ("links", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "messaging_inbox_message",
                "indexes": [
                    models.Index(fields=["workspace_id", "-id"], name="messaging_inbox_recent"),
                    models.Index(
                        fields=["workspace_id", "customer_id"], name="messaging_inbox_customer"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("url", models.TextField()),
                ("url_hash", models.UUIDField()),
            ],
            options={
                "db_table": "messaging_message_link",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "url_hash"), name="messaging_message_link_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=10)),
                ("purpose", models.CharField(max_length=20)),
                ("customer_id", models.UUIDField()),
                ("content_id", models.UUIDField()),
                ("source_kind", models.CharField(max_length=40)),
                ("source_id", models.UUIDField()),
                ("step", models.CharField(default="", max_length=60)),
                ("run_id", models.BigIntegerField(default=0)),
                ("extra", models.JSONField(default=dict)),
                ("priority", models.SmallIntegerField(default=1)),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="ready", max_length=10)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("worker", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("retry_at", models.DateTimeField(null=True)),
                ("address", models.CharField(default="", max_length=254)),
                ("reason", models.CharField(default="", max_length=40)),
                ("detail", models.CharField(default="", max_length=500)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "messaging_outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ready")),
                        fields=["workspace_id", "priority", "due_at", "id"],
                        name="messaging_outbox_ready",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["worker"],
                        name="messaging_outbox_sending",
                    ),
                    models.Index(
                        condition=models.Q(("state", "deferred")),
                        fields=["retry_at"],
                        name="messaging_outbox_retry",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("purpose", "advertising"),
                            ("state__in", ["sending", "sent", "unknown"]),
                        ),
                        fields=["workspace_id", "address", "done_at"],
                        name="messaging_outbox_ads",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["skipped", "failed", "unknown", "deferred"])
                        ),
                        fields=["workspace_id", "state", "-id"],
                        name="messaging_outbox_trouble",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "workspace_id",
                            "source_id",
                            "run_id",
                            "customer_id",
                            "step",
                            "source_kind",
                        ),
                        name="messaging_outbox_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "ready",
                                    "sending",
                                    "sent",
                                    "skipped",
                                    "failed",
                                    "unknown",
                                    "deferred",
                                ),
                            )
                        ),
                        name="messaging_outbox_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("channel", models.CharField(max_length=10)),
                ("address", models.CharField(max_length=254)),
                ("reason", models.CharField(max_length=20)),
                ("scope", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "messaging_suppression",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "channel", "address", "scope"),
                        name="messaging_suppression_uq",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope__in", ["all", "marketing"]),
                            ("reason__in", ["bounce", "complaint", "unsubscribed", "manual"]),
                        ),
                        name="messaging_suppression_known",
                    ),
                ],
            },
        ),
        workspace_unique("messaging_channel"),
        workspace_unique("messaging_content"),
        workspace_fk("messaging_channel"),
        workspace_fk("messaging_content"),
        view("messaging_v_link", _LINK),
        view("messaging_v_message", _MESSAGE),
        view("messaging_v_engagement", _ENGAGEMENT),
    ]

"""Customers, identities, tags, consent, custom fields, merge suggestions, imports."""

from __future__ import annotations

from django.db import migrations, models

import donbay.kit.ids
from donbay.core.migrations import composite_fk, view, workspace_fk, workspace_unique

_SEARCH = migrations.RunSQL(
    "CREATE INDEX customers_search ON customers_customer USING gin "
    "(array_to_tsvector(string_to_array(search_text, ' ')))",
    "DROP INDEX customers_search",
)
_VIEW = """
SELECT id, workspace_id, full_name, given_name, family_name, gender, birthday, email, phone,
    address, province_code, note, fields, source, search_text, sort_key, created_at, updated_at
FROM customers_customer
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("customer_id", models.UUIDField()),
                ("purpose", models.TextField()),
                ("channel", models.TextField()),
                ("granted", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("method", models.TextField()),
                ("text_hash", models.TextField(default="")),
                ("evidence", models.JSONField(default=dict)),
                ("recorded_by", models.TextField(default="")),
            ],
            options={
                "db_table": "customers_consent",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "customer_id", "at"],
                        name="customers_consent_of_customer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentState",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("customer_id", models.UUIDField()),
                ("purpose", models.TextField()),
                ("channel", models.TextField()),
                ("granted", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "customers_consent_state",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "customer_id", "purpose", "channel"),
                        name="customers_consent_state_uq",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("hash", models.TextField()),
                ("text", models.TextField()),
                ("first_seen_at", models.DateTimeField()),
            ],
            options={
                "db_table": "customers_consent_text",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "hash"), name="customers_consent_text_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Customer",
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
                ("full_name", models.TextField(default="")),
                ("given_name", models.TextField(default="")),
                ("family_name", models.TextField(default="")),
                ("gender", models.TextField(default="")),
                ("birthday", models.DateField(null=True)),
                ("email", models.TextField(null=True)),
                ("phone", models.TextField(null=True)),
                ("address", models.TextField(default="")),
                ("province_code", models.TextField(default="")),
                ("note", models.TextField(default="")),
                ("fields", models.JSONField(default=dict)),
                ("source", models.JSONField(default=dict)),
                ("search_text", models.TextField(default="")),
                ("sort_key", models.TextField(db_collation="C", default="")),
            ],
            options={
                "db_table": "customers_customer",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "sort_key", "id"], name="customers_by_name"
                    ),
                    models.Index(
                        fields=["workspace_id", "created_at", "id"], name="customers_by_created"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerTag",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("customer_id", models.UUIDField()),
                ("tag_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "customers_customer_tag",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "tag_id", "customer_id"],
                        name="customers_tag_members",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "customer_id", "tag_id"),
                        name="customers_customer_tag_uq",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldDefinition",
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
                ("key", models.TextField()),
                ("label", models.TextField()),
                ("kind", models.TextField()),
                ("options", models.JSONField(default=list)),
            ],
            options={
                "db_table": "customers_field_def",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "key"), name="customers_field_def_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("kind", models.TextField(db_collation="C")),
                ("value", models.TextField(db_collation="C")),
                ("customer_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "customers_identity",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "customer_id"], name="customers_identity_owner"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "kind", "value"), name="customers_identity_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
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
                ("filename", models.TextField()),
                ("state", models.TextField(default="uploading")),
                ("columns", models.JSONField(default=list)),
                ("sample", models.JSONField(default=list)),
                ("suggested_mapping", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("created_by", models.TextField(default="")),
                ("total", models.IntegerField(default=0)),
                ("last_row", models.IntegerField(default=0)),
                ("processed_count", models.IntegerField(default=0)),
                ("created_count", models.IntegerField(default=0)),
                ("updated_count", models.IntegerField(default=0)),
                ("unchanged_count", models.IntegerField(default=0)),
                ("problem_count", models.IntegerField(default=0)),
                ("failed_count", models.IntegerField(default=0)),
                ("served_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "customers_import",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "created_at", "id"], name="customers_imports"
                    ),
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["served_at"],
                        name="customers_imports_running",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("workspace_id", models.BigIntegerField()),
                ("import_id", models.UUIDField()),
                ("row", models.IntegerField()),
                ("cells", models.JSONField(default=list)),
                ("problems", models.JSONField(default=list)),
                ("failed", models.BooleanField(default=False)),
                ("customer_id", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "customers_import_row",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "customer_id"], name="customers_import_row_customer"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "import_id", "row"), name="customers_import_row_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeSuggestion",
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
                ("customer_id", models.UUIDField()),
                ("other_id", models.UUIDField()),
                ("reason", models.TextField()),
                ("state", models.TextField(default="open")),
            ],
            options={
                "db_table": "customers_merge_suggestion",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "customer_id", "other_id"),
                        name="customers_merge_suggestion_uq",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
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
                ("name", models.TextField()),
                ("key", models.TextField()),
            ],
            options={
                "db_table": "customers_tag",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace_id", "key"), name="customers_tag_uq")
                ],
            },
        ),
        _SEARCH,
        workspace_unique("customers_customer"),
        workspace_unique("customers_tag"),
        workspace_unique("customers_import"),
        workspace_fk("customers_tag"),
        workspace_fk("customers_field_def"),
        workspace_fk("customers_import"),
        composite_fk("customers_customer_tag", "tag_id", "customers_tag", on_delete="CASCADE"),
        composite_fk(
            "customers_merge_suggestion", "customer_id", "customers_customer", on_delete="CASCADE"
        ),
        composite_fk(
            "customers_merge_suggestion", "other_id", "customers_customer", on_delete="CASCADE"
        ),
        composite_fk("customers_import_row", "import_id", "customers_import", on_delete="CASCADE"),
        view("customers_v_customer", _VIEW),
    ]

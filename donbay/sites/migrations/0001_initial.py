"""Pages, their history, their publications, what visitors answered."""

from __future__ import annotations

from django.db import migrations, models

import donbay.kit.ids
from donbay.core.migrations import composite_fk, view, workspace_fk, workspace_unique

PUBLICATION = """
SELECT p.workspace_id, p.page_id, p.version, page.name, p.slug, p.path, p.html, p.gz, p.etag,
       p.css, p.csp, p.forms, p.thanks, p.shell, p.published_at
FROM sites_publication AS p
JOIN sites_page AS page
  ON page.workspace_id = p.workspace_id AND page.id = p.page_id
 AND page.published_version = p.version AND page.state = 'published'
"""
PAGE = """
SELECT workspace_id, id, name, slug, kind, state, live_path, published_version, published_at,
       created_at, updated_at
FROM sites_page
WHERE deleted_at IS NULL
"""
SUBMISSION = """
SELECT workspace_id, id, page_id, form_id, version, client_id, customer_id, consent, utm, at
FROM sites_submission
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Page",
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
                ("name", models.TextField()),
                ("slug", models.TextField(db_collation="C")),
                ("kind", models.TextField()),
                ("tree", models.JSONField()),
                ("seo", models.JSONField(default=dict)),
                ("state", models.TextField(default="draft")),
                ("version", models.IntegerField(default=1)),
                ("published_version", models.IntegerField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_edit", models.IntegerField(null=True)),
                ("live_path", models.TextField(db_collation="C", null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "sites_page",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "-updated_at", "id"], name="sites_page_recent"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at__isnull", True)),
                        fields=("workspace_id", "slug"),
                        name="sites_page_slug_uq",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("live_path__isnull", False)),
                        fields=("workspace_id", "live_path"),
                        name="sites_page_live_path_uq",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("lead", "service", "product"))),
                        name="sites_page_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "published"))),
                        name="sites_page_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("deleted_at__isnull", True),
                                ("live_path__isnull", False),
                                ("state", "published"),
                            ),
                            models.Q(("live_path__isnull", True), ("state", "draft")),
                            _connector="OR",
                        ),
                        name="sites_page_live_when_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PageRevision",
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
                ("page_id", models.UUIDField()),
                ("number", models.IntegerField()),
                ("name", models.TextField()),
                ("tree", models.JSONField()),
                ("seo", models.JSONField(default=dict)),
                ("saved_by", models.TextField()),
                ("saved_by_id", models.UUIDField(null=True)),
                ("published", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "sites_page_revision",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "page_id", "number"), name="sites_page_revision_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
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
                ("page_id", models.UUIDField()),
                ("version", models.IntegerField()),
                ("slug", models.TextField(db_collation="C")),
                ("path", models.TextField(db_collation="C")),
                ("html", models.BinaryField()),
                ("gz", models.BinaryField()),
                ("etag", models.TextField()),
                ("css", models.TextField()),
                ("csp", models.TextField()),
                ("forms", models.JSONField()),
                ("thanks", models.JSONField()),
                ("shell", models.TextField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "db_table": "sites_publication",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "page_id", "version"), name="sites_publication_uq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
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
                ("page_id", models.UUIDField()),
                ("form_id", models.TextField()),
                ("version", models.IntegerField()),
                ("client_id", models.UUIDField()),
                ("customer_id", models.UUIDField(null=True)),
                ("values", models.JSONField()),
                ("consent", models.BooleanField(default=False)),
                ("utm", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "sites_submission",
                "indexes": [
                    models.Index(
                        fields=["workspace_id", "page_id", "-at", "id"],
                        name="sites_submission_by_page",
                    ),
                    models.Index(
                        fields=["workspace_id", "customer_id", "page_id"],
                        name="sites_submission_by_customer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace_id", "client_id"), name="sites_submission_client_uq"
                    )
                ],
            },
        ),
        *(
            operation(table)
            for table in ("sites_page", "sites_page_revision", "sites_publication")
            for operation in (workspace_unique, workspace_fk)
        ),
        composite_fk("sites_page_revision", "page_id", "sites_page", on_delete="CASCADE"),
        composite_fk("sites_publication", "page_id", "sites_page"),
        view("sites_v_publication", PUBLICATION),
        view("sites_v_page", PAGE),
        view("sites_v_submission", SUBMISSION),
    ]

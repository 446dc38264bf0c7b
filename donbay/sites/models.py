"""Tables of the sites room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from donbay.core.models import ShareableModel, WorkspaceModel

KINDS = ("lead", "service", "product")
STATES = ("draft", "published")


class Page(ShareableModel):
    """A page as its authors see it; what visitors see is a publication."""

    name = models.TextField()
    slug = models.TextField(db_collation="C")
    kind = models.TextField()
    tree = models.JSONField()
    seo = models.JSONField(default=dict)
    state = models.TextField(default="draft")
    version = models.IntegerField(default=1)
    published_version = models.IntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_edit = models.IntegerField(null=True)
    live_path = models.TextField(null=True, db_collation="C")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sites_page"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "slug"],
                condition=Q(deleted_at__isnull=True),
                name="sites_page_slug_uq",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "live_path"],
                condition=Q(live_path__isnull=False),
                name="sites_page_live_path_uq",
            ),
            models.CheckConstraint(name="sites_page_kind_known", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="sites_page_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="sites_page_live_when_published",
                condition=Q(state="published", live_path__isnull=False, deleted_at__isnull=True)
                | Q(state="draft", live_path__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-updated_at", "id"], name="sites_page_recent")
        ]


class PageRevision(WorkspaceModel):
    """An earlier state of a page; saves close together by one person share a row."""

    page_id = models.UUIDField()
    number = models.IntegerField()
    name = models.TextField()
    tree = models.JSONField()
    seo = models.JSONField(default=dict)
    saved_by = models.TextField()
    saved_by_id = models.UUIDField(null=True)
    published = models.BooleanField(default=False)

    class Meta:
        db_table = "sites_page_revision"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "page_id", "number"], name="sites_page_revision_uq"
            )
        ]


class Publication(WorkspaceModel):
    """What visitors get: a rendered page that is never changed."""

    page_id = models.UUIDField()
    version = models.IntegerField()
    slug = models.TextField(db_collation="C")
    path = models.TextField(db_collation="C")
    html = models.BinaryField()
    csp = models.TextField()
    forms = models.JSONField()
    thanks = models.JSONField()
    shell = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "sites_publication"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "page_id", "version"], name="sites_publication_uq"
            )
        ]


class Submission(WorkspaceModel):
    """What one visitor answered; one row per capture. No foreign keys: a high-volume table."""

    page_id = models.UUIDField()
    form_id = models.TextField()
    version = models.IntegerField()
    client_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    values = models.JSONField()
    consent = models.BooleanField(default=False)
    utm = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "sites_submission"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "client_id"], name="sites_submission_client_uq"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "page_id", "-at", "id"], name="sites_submission_by_page"
            ),
            models.Index(
                fields=["workspace_id", "customer_id", "page_id"],
                name="sites_submission_by_customer",
            ),
        ]

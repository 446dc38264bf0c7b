"""Tables of the messaging room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from donbay.core.models import WorkspaceManager, WorkspaceModel
from donbay.messaging.types import PURPOSES, STATES


class Channel(WorkspaceModel):
    """A way out of the house with its settings, encrypted."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    config_encrypted = models.TextField(default="")
    is_default = models.BooleanField(default=False)
    from_name = models.CharField(max_length=120, default="")
    from_email = models.CharField(max_length=254, default="")

    class Meta:
        db_table = "messaging_channel"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id"],
                condition=Q(is_default=True),
                name="messaging_channel_one_default",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "name"], name="messaging_channel_name_uq"
            ),
        ]


class Content(WorkspaceModel):
    """An e-mail's design."""

    name = models.CharField(max_length=160)
    subject = models.CharField(max_length=400)
    preview = models.CharField(max_length=400, default="")
    purpose = models.CharField(max_length=20)
    tree = models.JSONField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "messaging_content"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="messaging_content_purpose_known", condition=Q(purpose__in=PURPOSES)
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-created_at", "id"], name="messaging_content_new")
        ]


class Outbox(models.Model):
    """One message and what became of it; no foreign keys, high volume."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    channel = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20)
    customer_id = models.UUIDField()
    # Whose it was, where a merge gave the customer a message that she has already.
    merged_from = models.UUIDField(null=True)
    content_id = models.UUIDField()
    source_kind = models.CharField(max_length=40)
    source_id = models.UUIDField()
    step = models.CharField(max_length=60, default="")
    run_id = models.BigIntegerField(default=0)
    extra = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=1)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="ready")
    attempts = models.SmallIntegerField(default=0)
    worker = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=254, default="")
    reason = models.CharField(max_length=40, default="")
    detail = models.CharField(max_length=500, default="")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_outbox"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=[
                    "workspace_id", "source_id", "run_id", "customer_id", "step", "source_kind",
                    "merged_from",
                ],
                nulls_distinct=False,
                name="messaging_outbox_once",
            ),
            models.CheckConstraint(
                name="messaging_outbox_state_known", condition=Q(state__in=STATES)
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "priority", "due_at", "id"],
                condition=Q(state="ready"),
                name="messaging_outbox_ready",
            ),
            models.Index(
                fields=["worker"], condition=Q(state="sending"), name="messaging_outbox_sending"
            ),
            models.Index(
                fields=["retry_at"], condition=Q(state="deferred"), name="messaging_outbox_retry"
            ),
            models.Index(
                fields=["workspace_id", "address", "done_at"],
                condition=Q(purpose="advertising", state__in=["sending", "sent", "unknown"]),
                name="messaging_outbox_ads",
            ),
            models.Index(
                fields=["workspace_id", "state", "-id"],
                condition=Q(state__in=["skipped", "failed", "unknown", "deferred"]),
                name="messaging_outbox_trouble",
            ),
        ]


class Lane(models.Model):
    """When a workspace's queue was last served; real time, for fairness."""

    pk = models.CompositePrimaryKey("workspace_id", "priority")
    workspace_id = models.BigIntegerField()
    priority = models.SmallIntegerField()
    served_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_lane"


class InboxMessage(models.Model):
    """A message as the test inbox received it.

    A test is no message of the outbox, and with example values nobody's.
    """

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    message_id = models.BigIntegerField(null=True, unique=True)
    customer_id = models.UUIDField(null=True)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=1000)
    headers = models.JSONField(default=dict)
    html = models.TextField()
    text = models.TextField()
    links = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_inbox_message"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-id"], name="messaging_inbox_recent"),
            models.Index(fields=["workspace_id", "customer_id"], name="messaging_inbox_customer"),
        ]


class Suppression(models.Model):
    """An address nothing goes to (scope all), or only transactional mail (scope marketing).

    It is known by a keyed hash alone (suppression.py).
    """

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    channel = models.CharField(max_length=10)
    address_hash = models.UUIDField()
    reason = models.CharField(max_length=20)
    scope = models.CharField(max_length=10)
    at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_suppression"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "channel", "address_hash", "scope"],
                name="messaging_suppression_uq",
            ),
            models.CheckConstraint(
                name="messaging_suppression_known",
                condition=Q(scope__in=["all", "marketing"])
                & Q(reason__in=["bounce", "complaint", "unsubscribed", "manual"]),
            ),
        ]


class SuppressionKey(models.Model):
    """A key by which addresses of a workspace's list are hashed, known by its fingerprint."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    fingerprint = models.UUIDField()
    first_used_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_suppression_key"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "fingerprint"], name="messaging_suppression_key_uq"
            )
        ]


class MessageLink(models.Model):
    """An address that mails of a workspace link to; clicks name it by id."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    url = models.TextField()
    url_hash = models.UUIDField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_message_link"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "url_hash"], name="messaging_message_link_uq"
            )
        ]


class Engagement(models.Model):
    """An open or a click; machines' are kept apart and not counted."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    message_id = models.BigIntegerField()
    customer_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    link_id = models.BigIntegerField(default=0)
    bot = models.BooleanField(default=False)
    times = models.IntegerField(default=1)
    at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "messaging_engagement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "message_id", "kind", "link_id", "bot"],
                name="messaging_engagement_uq",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "customer_id", "kind", "at"],
                condition=Q(bot=False),
                name="messaging_engagement_who",
            )
        ]

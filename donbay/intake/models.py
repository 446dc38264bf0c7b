"""The one table of the intake room."""

from __future__ import annotations

from django.db import models

from donbay.core.models import WorkspaceManager


class Capture(models.Model):
    """A durable capture: `next_try_at` is real time, like every lease and retry."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    client_id = models.UUIDField()
    kind = models.TextField()
    payload = models.JSONField()
    context = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    state = models.TextField(default="new", db_default="new")
    attempts = models.SmallIntegerField(default=0, db_default=0)
    error = models.JSONField(null=True)
    result = models.JSONField(null=True)
    processed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "intake_capture"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "client_id"], name="intake_capture_client_uq"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "id"],
                condition=models.Q(state="new"),
                name="intake_capture_new",
            ),
            models.Index(
                fields=["workspace_id", "id"],
                condition=models.Q(state="failed"),
                name="intake_capture_failed",
            ),
            models.Index(
                fields=["processed_at"],
                condition=models.Q(state="done"),
                name="intake_capture_done",
            ),
        ]

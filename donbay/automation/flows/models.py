"""Tables of the flows room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from donbay.core.models import ShareableModel, WorkspaceManager, WorkspaceModel

INSIDE = ("active", "parked")
_RUN_STATES = ("active", "parked", "done", "stopped", "failed", "refused")


class Flow(ShareableModel):
    """A flow: its draft, and which version customers enter."""

    name = models.CharField(max_length=160)
    state = models.CharField(max_length=10, default="draft")
    graph = models.JSONField()
    settings = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    published_edit = models.IntegerField(null=True)
    published_id = models.UUIDField(null=True)
    published_number = models.IntegerField(null=True)
    live_since = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "automation_flow"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "name"],
                condition=models.Q(deleted_at=None),
                name="automation_flow_name_uq",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("draft", "live", "paused")),
                name="automation_flow_state_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "-updated_at", "id"], name="automation_flow_new"),
            models.Index(
                fields=["workspace_id"],
                condition=models.Q(state="live", deleted_at=None),
                name="automation_flow_live",
            ),
        ]


class FlowVersion(WorkspaceModel):
    """A published graph; never changed, so that whoever is inside finishes on it."""

    flow_id = models.UUIDField()
    number = models.IntegerField()
    graph = models.JSONField()
    settings = models.JSONField(default=dict)

    class Meta:
        db_table = "automation_flow_version"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "flow_id", "number"], name="automation_flow_version_uq"
            )
        ]


class Run(models.Model):
    """A customer inside a version: where she is and when she is looked at next."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    flow_id = models.UUIDField()
    version_id = models.UUIDField()
    customer_id = models.UUIDField()
    trigger_id = models.CharField(max_length=40)
    event_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="active")
    node_id = models.CharField(max_length=40, null=True)
    due_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    steps = models.IntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=60, default="")
    detail = models.CharField(max_length=500, default="")
    context = models.JSONField(default=dict)

    objects = WorkspaceManager()

    class Meta:
        db_table = "automation_run"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "flow_id", "customer_id"],
                condition=models.Q(state__in=INSIDE),
                name="automation_run_inside_uq",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_RUN_STATES), name="automation_run_state_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "due_at", "id"],
                condition=models.Q(state="active"),
                name="automation_run_due",
            ),
            models.Index(
                fields=["workspace_id", "flow_id"],
                condition=models.Q(state="parked"),
                name="automation_run_parked",
            ),
            models.Index(fields=["workspace_id", "flow_id", "id"], name="automation_run_flow"),
            models.Index(fields=["workspace_id", "customer_id"], name="automation_run_customer"),
        ]


class RunEntry(models.Model):
    """When a customer last entered a flow, and how often on that day: the re-entry rule."""

    pk = models.CompositePrimaryKey("workspace_id", "customer_id", "flow_id")
    workspace_id = models.BigIntegerField()
    customer_id = models.UUIDField()
    flow_id = models.UUIDField()
    last_entered_at = models.DateTimeField()
    day = models.DateField()
    starts = models.IntegerField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "automation_run_entry"


class RunStep(models.Model):
    """A step a run has left: by which outlet, and why it did nothing if it did nothing."""

    pk = models.CompositePrimaryKey("run_id", "number")
    workspace_id = models.BigIntegerField()
    run_id = models.BigIntegerField()
    number = models.IntegerField()
    version_id = models.UUIDField()
    node_id = models.CharField(max_length=40)
    outlet = models.CharField(max_length=40)
    reason = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "automation_run_step"

"""The table of the reports room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from donbay.core.models import WorkspaceManager


class Rollup(models.Model):
    """How often something happened in one hour, and how many đồng it was worth."""

    pk = models.CompositePrimaryKey("workspace_id", "metric", "dimension", "hour", "value")
    workspace_id = models.BigIntegerField()
    metric = models.TextField()
    dimension = models.TextField()
    hour = models.DateTimeField()
    value = models.TextField()
    count = models.BigIntegerField()
    amount = models.BigIntegerField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "reports_rollup"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="reports_rollup_dimension",
                condition=models.Q(dimension__in=["all", "source", "page"]),
            )
        ]

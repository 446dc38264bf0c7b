"""The audit log is read newest first: all of it, a person's doing, or one action."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Builds indexes in the order of the list, beside the writes."""

    atomic = False
    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0003_audit_names")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        AddIndexConcurrently(
            "auditlog",
            models.Index(
                fields=["workspace_id", "-created_at", "-id"], name="accounts_audit_newest"
            ),
        ),
        AddIndexConcurrently(
            "auditlog",
            models.Index(
                fields=["workspace_id", "actor_id", "-created_at", "-id"],
                name="accounts_audit_actor",
            ),
        ),
        AddIndexConcurrently(
            "auditlog",
            models.Index(
                fields=["workspace_id", "action", "-created_at", "-id"],
                name="accounts_audit_action",
            ),
        ),
        RemoveIndexConcurrently("auditlog", "accounts_audit_recent"),
    ]

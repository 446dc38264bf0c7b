"""The view of opens and clicks comes back, with the flows' report as its reader."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from donbay.core.migrations import view

_ENGAGEMENT = """
SELECT workspace_id, message_id, kind, at
FROM messaging_engagement
WHERE NOT bot
"""


class Migration(migrations.Migration):
    """Touches no row."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("messaging", "0004_without_engagement_view")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        view("messaging_v_engagement", _ENGAGEMENT),
    ]

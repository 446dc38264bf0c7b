"""A test in the test inbox names no message, and nobody where it holds example values."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nullable columns; what stood for nothing becomes null."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("messaging", "0006_suppression_keys")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AlterField(
            "inboxmessage", "message_id", models.BigIntegerField(null=True, unique=True)
        ),
        migrations.AlterField("inboxmessage", "customer_id", models.UUIDField(null=True)),
        migrations.RunSQL(
            """
            UPDATE messaging_inbox_message
            SET message_id = NULL,
                customer_id = nullif(customer_id, '00000000-0000-0000-0000-000000000000')
            WHERE message_id < 0
            """,
            migrations.RunSQL.noop,
        ),
    ]

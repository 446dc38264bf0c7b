"""An order's line knows whether its pieces left a counted stock."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

# What is endless today gave nothing, and what it gave before was forgotten when it became so.
_ENDLESS = """
UPDATE commerce_order_line AS l
SET counted = false
FROM commerce_product AS p
WHERE p.id = l.product_id AND p.workspace_id = l.workspace_id AND p.stock IS NULL
"""


class Migration(migrations.Migration):
    """The column rewrites nothing; the lines of endless products are written once."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("commerce", "0005_phones_without_zero")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("orderline", "counted", models.BooleanField(default=True)),
        migrations.RunSQL(_ENDLESS, migrations.RunSQL.noop),
    ]

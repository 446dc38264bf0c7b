"""A custom field can be put away."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a nullable column: no rewrite of the table."""

    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="fielddefinition",
            name="archived_at",
            field=models.DateTimeField(null=True),
        ),
    ]

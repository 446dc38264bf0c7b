"""Other rooms' SQL may read whose a phone or e-mail is."""

from __future__ import annotations

from django.db import migrations

from donbay.core.migrations import view


class Migration(migrations.Migration):
    """Publishes a view: no lock that anybody waits for."""

    dependencies = [("customers", "0002_archived_fields")]

    operations = [
        view(
            "customers_v_identity",
            "SELECT workspace_id, customer_id, kind, value FROM customers_identity",
        ),
    ]

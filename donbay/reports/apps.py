"""The reports room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Roll-ups and the overview."""

    name = "donbay.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room offers."""
        from donbay.reports import contrib

        contrib.register()

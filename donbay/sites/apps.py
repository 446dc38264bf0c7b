"""The sites room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Registers what this room adds to the house."""

    name = "donbay.sites"
    label = "sites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room offers."""
        from donbay.sites import contrib

        contrib.register()

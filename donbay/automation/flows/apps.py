"""The flows room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Registers what this room adds to the house."""

    name = "donbay.automation.flows"
    label = "flows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room offers."""
        from donbay.automation.flows import contrib

        contrib.register()

"""The customers room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Registers what this room adds to the house."""

    name = "donbay.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room offers."""
        from donbay.customers import contrib

        contrib.register()

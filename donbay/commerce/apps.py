"""The commerce room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """Products, stock, orders, vouchers."""

    name = "donbay.commerce"
    label = "commerce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what this room offers."""
        from donbay.commerce import contrib

        contrib.register()

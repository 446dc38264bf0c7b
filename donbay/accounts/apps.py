"""The accounts room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Workspaces, members, roles, sharing, API keys, audit."""

    name = "donbay.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the house may use of this room."""
        from donbay.accounts import contrib

        contrib.register()

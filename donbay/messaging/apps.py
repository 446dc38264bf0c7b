"""Django's entry into the messaging room."""

from __future__ import annotations

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers what this room lends to the engines."""

    name = "donbay.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the registries."""
        from donbay.messaging import contrib

        contrib.register()

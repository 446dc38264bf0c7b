"""The composition root as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

from donbay.kit.signing import set_link_keys


class DonbayConfig(AppConfig):
    """Puts the rooms together."""

    name = "donbay.app"
    label = "donbay_app"

    def ready(self) -> None:
        """Give this process its link-signing keys."""
        set_link_keys(settings.DONBAY_LINK_KEYS)

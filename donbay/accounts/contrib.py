"""What the accounts room registers."""

from __future__ import annotations

from donbay.core import registry
from donbay.core.registry import NavigationItem


def register() -> None:
    """Fill the registries."""
    registry.navigation.add(
        NavigationItem("settings", "Cài đặt", "Settings", "settings", "settings.view")
    )

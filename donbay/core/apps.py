"""Core as a Django app: owns the shared cache table."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Django plumbing."""

    name = "donbay.core"
    label = "core"

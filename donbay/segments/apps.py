"""The segments room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SegmentsConfig(AppConfig):
    """The condition language, its compiler, and counting."""

    name = "donbay.segments"
    label = "segments"
    default_auto_field = "django.db.models.BigAutoField"

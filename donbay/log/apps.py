"""The log as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LogConfig(AppConfig):
    """The append-only log and its cursors."""

    name = "donbay.log"
    label = "log"

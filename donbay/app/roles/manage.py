"""Django's own commands."""

from __future__ import annotations

import argparse
import os

from django.core.management import execute_from_command_line


def run(arguments: argparse.Namespace) -> int:
    """Run a management command; it finds the database like any role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "donbay.app.settings")
    execute_from_command_line(["donbay manage", *arguments.rest])
    return 0

"""Make the demo shop, once."""

from __future__ import annotations

import argparse

from donbay.app.roles.boot import boot_django, load
from donbay.core.lifeline import end_with_supervisor
from donbay.core.schema import require_migrated


def run(arguments: argparse.Namespace) -> int:
    """Seed the demo data unless it is there already."""
    end_with_supervisor()
    boot_django()
    require_migrated()
    load("donbay.app.demo").seed_once()
    return 0

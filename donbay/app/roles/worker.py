"""The worker role: background work by lanes."""

from __future__ import annotations

import argparse

from donbay.app.roles.boot import boot_django, load
from donbay.core.lifeline import end_with_supervisor
from donbay.core.schema import require_migrated


def run(arguments: argparse.Namespace) -> int:
    """Work through the chosen lanes until told to stop."""
    end_with_supervisor()
    boot_django()
    require_migrated()
    load("donbay.app.worker").main(arguments.only)
    return 0

"""The app role: Django behind Granian."""

from __future__ import annotations

import argparse

from granian import Granian
from granian.constants import Interfaces

from donbay.app.roles.boot import boot_django
from donbay.core.config import Config
from donbay.core.lifeline import end_with_supervisor, load_in_worker
from donbay.core.schema import require_migrated


def run(arguments: argparse.Namespace) -> int:
    """Serve the app until told to stop."""
    end_with_supervisor()
    config = Config.from_env()
    boot_django()
    require_migrated()
    server = Granian(
        "donbay.app.asgi:application",
        address=config.bind,
        port=config.app_port,
        # Django speaks ASGI without lifespan.
        interface=Interfaces.ASGINL,
        # Event streams end by themselves; a slow upload would hold the stop up for ever.
        workers_kill_timeout=3,
        websockets=False,
    )
    server.serve(target_loader=load_in_worker)
    return 0

"""The edge role: the public plane, without Django."""

from __future__ import annotations

import argparse
import os

from donbay.core.database import database_url
from donbay.core.lifeline import end_with_supervisor
from donbay.core.tables import require_tables
from donbay.edge.main import main

NEEDED = ("django_migrations", "intake_capture")


def run(arguments: argparse.Namespace) -> int:
    """Serve shops' pages and take captures until told to stop."""
    end_with_supervisor()
    url = database_url()
    require_tables(url, NEEDED)
    os.environ["DATABASE_URL"] = url
    main(arguments.rest)
    return 0

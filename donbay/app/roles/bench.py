"""Hand over to the benchmarks in `bench/`, on a database of their own."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command

from donbay.app.roles.boot import boot_django
from donbay.core.paths import REPOSITORY, default_dir
from donbay.core.postgres import EmbeddedPostgres
from donbay.core.schema import close_connections, require_migrated


def run(arguments: argparse.Namespace) -> int:
    """Run `bench` with the arguments that follow the command.

    DATABASE_URL chooses a database, which must be migrated; else an embedded one beside the
    shop's own is started: a million made-up customers have no place in the shop's.
    """
    with _database():
        os.chdir(REPOSITORY)
        sys.path.insert(0, str(REPOSITORY))
        sys.argv = ["bench", *arguments.rest]
        runpy.run_module("bench", run_name="__main__", alter_sys=True)
    return 0


@contextmanager
def _database() -> Iterator[None]:
    """Provide a migrated database, with Django loaded on it."""
    if os.environ.get("DATABASE_URL"):
        boot_django()
        require_migrated()
        yield
        return
    home = default_dir(".dev") / "bench"
    os.environ["DONBAY_DATA_DIR"] = str(home)
    postgres = EmbeddedPostgres(home)
    os.environ["DATABASE_URL"] = postgres.start()
    try:
        boot_django()
        call_command("migrate", interactive=False, verbosity=0)
        yield
        close_connections()
    finally:
        postgres.stop()

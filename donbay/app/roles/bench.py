"""Hand over to the benchmarks in `bench/`."""

from __future__ import annotations

import argparse
import os
import runpy
import sys

from donbay.app.roles.boot import boot_django
from donbay.core.paths import REPOSITORY
from donbay.core.schema import require_migrated


def run(arguments: argparse.Namespace) -> int:
    """Run `bench` with the arguments that follow the command."""
    boot_django()
    require_migrated()
    os.chdir(REPOSITORY)
    sys.path.insert(0, str(REPOSITORY))
    sys.argv = ["bench", *arguments.rest]
    runpy.run_module("bench", run_name="__main__", alter_sys=True)
    return 0

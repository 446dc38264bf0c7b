"""Runs a piece of Python in a process of its own, against a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from donbay.core.paths import REPOSITORY

_SETUP = "import django; django.setup()\n"


def python_program(code: str, url: str) -> str:
    """Run code with Django set up on a database and return what it printed."""
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "donbay.app.settings",
        "PYTHONPATH": str(REPOSITORY),
    }
    done = subprocess.run(
        [sys.executable, "-c", _SETUP + code],
        check=False, capture_output=True, text=True, env=environ, cwd=REPOSITORY, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout

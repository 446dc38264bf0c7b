"""Print the version."""

from __future__ import annotations

import argparse

from donbay import __version__


def run(arguments: argparse.Namespace) -> int:
    """Print the version alone, for scripts."""
    print(__version__)
    return 0

"""Background work of the intake room, as the worker runs it."""

from __future__ import annotations

from donbay.intake.dispatch import dispatch, purge


def run_dispatch() -> int:
    """Settle one batch of captures."""
    return dispatch()


def run_purge() -> int:
    """Empty one batch of old captures."""
    return purge()

"""Background work of the flows room."""

from __future__ import annotations

from donbay.automation.flows.engine.walk import run_once


def run_flows() -> int:
    """Move one batch in each workspace with due runs."""
    return run_once()

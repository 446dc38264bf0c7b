"""Let customers go through live flows at instants of the past: for the demo's story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from donbay.automation.flows.engine.walk import run_lane
from donbay.automation.flows.reactor import react
from donbay.core.registry import Event


def enter_then(events: Sequence[Event]) -> None:
    """Let those whom events let into flows enter, as when the events were new."""
    react(events)


def move_then(workspace_id: int, now: datetime) -> int:
    """Move everybody who was due at an instant as far as she then went; return how many."""
    moved = 0
    while step := run_lane(workspace_id, now):
        moved += step
    return moved

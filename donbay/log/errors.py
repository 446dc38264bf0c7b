"""Known failures of the log."""

from __future__ import annotations


class UnknownEventKind(RuntimeError):
    """A room appended a kind that no room registered."""

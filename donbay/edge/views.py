"""Counts page views in memory: page, hour, source, number; nothing about visitors."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from donbay.edge.request import read_context, urlsplit_host, utm_of

Key = tuple[int, str, int, str]
_HOUR = 3600
_MOST_KEYS = 20_000


class ViewCounter:
    """The views since the last time they were taken."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()

    def add(self, workspace_id: int, page_id: str, context: str) -> None:
        """Count a view."""
        source = _source(context) if context else ""
        if len(self._counts) < _MOST_KEYS:
            self._counts[(workspace_id, page_id, int(time.time()) // _HOUR, source)] += 1

    def put_back(self, key: Key, count: int) -> None:
        """Count again what could not be kept."""
        self._counts[key] += count

    def take(self) -> Iterator[tuple[Key, int]]:
        """Hand out what was counted and start at nothing."""
        counts, self._counts = self._counts, Counter()
        yield from counts.items()


def as_payload(key: Key, count: int) -> dict[str, str | int]:
    """Return one count as the payload of a capture."""
    _, page_id, hour, source = key
    at = datetime.fromtimestamp(hour * _HOUR, UTC)
    return {"page_id": page_id, "hour": at.isoformat(), "source": source, "count": count}


def _source(context: str) -> str:
    referrer, query = read_context(context)
    return (utm_of(query).get("source") or urlsplit_host(referrer))[:80]

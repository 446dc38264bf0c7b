"""Token buckets: how often one address or one shop may post."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

from donbay.edge.settings import Rate

_MOST_BUCKETS = 50_000


class Limiter:
    """One bucket per key; full ones are forgotten."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def allow(self, key: Hashable) -> bool:
        """Take a token; False when the bucket is empty."""
        if not self._rate.per_second:
            return True
        now = self._clock()
        tokens, at = self._buckets.get(key, (self._rate.burst, now))
        tokens = min(self._rate.burst, tokens + (now - at) * self._rate.per_second)
        if tokens < 1:
            self._buckets[key] = (tokens, now)
            return False
        if len(self._buckets) >= _MOST_BUCKETS:
            self._forget(now)
        self._buckets[key] = (tokens - 1, now)
        return True

    def _forget(self, now: float) -> None:
        """Drop buckets that are full again; if none are, start over."""
        refill = self._rate.burst / self._rate.per_second
        kept = {
            key: (tokens, at) for key, (tokens, at) in self._buckets.items() if now - at < refill
        }
        self._buckets = kept if len(kept) < _MOST_BUCKETS else {}

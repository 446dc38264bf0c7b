"""Time-ordered identifiers made before a row is written."""

from __future__ import annotations

import os
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62
_RANDOM_A = 0xFFF << 64
_RANDOM_B = (1 << 62) - 1


def uuid7() -> UUID:
    """Return a UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, 74 random bits."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (time.time_ns() // 1_000_000) << 80
    value |= _VERSION_7 | ((random << 2) & _RANDOM_A) | _VARIANT | (random & _RANDOM_B)
    return UUID(int=value)

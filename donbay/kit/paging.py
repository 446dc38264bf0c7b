"""Opaque keyset cursors for long lists."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class BadCursor(ValueError):
    """The cursor was not given out by this API."""


def encode_cursor(*key: str | int | None) -> str:
    """Return an opaque cursor for the sort key of the last row shown."""
    packed = json.dumps(key, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """Return the sort key inside a cursor; raise BadCursor unless it has `length` parts."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadCursor(cursor) from error
    if not isinstance(key, list) or len(key) != length:
        raise BadCursor(cursor)
    return key


def clamp_limit(limit: int | None) -> int:
    """Return a page size between 1 and MAX_LIMIT."""
    return min(max(limit or DEFAULT_LIMIT, 1), MAX_LIMIT)

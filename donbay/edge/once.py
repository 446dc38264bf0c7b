"""One-time ids of forms: made per view, signed, and the capture's client id."""

from __future__ import annotations

import hmac
import os
import time
from uuid import UUID

_VERSION = 0x70
_VARIANT = 0x80


class OnceIds:
    """Makes and knows ids: a version-7 UUID whose last four bytes sign the rest for one page."""

    def __init__(self, key: str) -> None:
        self._key = hmac.digest(key.encode(), b"donbay edge one-time id", "sha256")

    def mint(self, page: bytes) -> str:
        """Return a new id for a view of a page."""
        random = os.urandom(6)
        head = (time.time_ns() // 1_000_000).to_bytes(6, "big") + bytes(
            (_VERSION | random[0] & 15, random[1], _VARIANT | random[2] & 63)
        )
        raw = head + random[3:]
        text = (raw + self._mac(raw, page)).hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def read(self, text: str, page: bytes) -> UUID | None:
        """Return the id if it was made here for this page."""
        try:
            found = UUID(text)
        except ValueError:
            return None
        raw = found.bytes
        return found if hmac.compare_digest(raw[12:], self._mac(raw[:12], page)) else None

    def _mac(self, raw: bytes, page: bytes) -> bytes:
        return hmac.digest(self._key, raw + page, "sha256")[:4]

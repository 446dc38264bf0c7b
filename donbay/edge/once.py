"""One-time ids of forms: made per view, signed, and the capture's client id."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from uuid import UUID

_VERSION = 0x70
_VARIANT = 0x80
_MAC_BYTES = 4


class OnceIds:
    """Makes and knows ids: a version-7 UUID whose last four bytes sign the rest for one page."""

    def __init__(self, key: str) -> None:
        secret = hmac.digest(key.encode(), b"donbay edge one-time id", "sha256")
        self._keyed = hashlib.blake2b(key=secret, digest_size=_MAC_BYTES)

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
        # A copy of the keyed state costs a quarter of an HMAC; this is once per page view.
        state = self._keyed.copy()
        state.update(raw + page)
        return state.digest()

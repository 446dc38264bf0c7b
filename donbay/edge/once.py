"""One-time ids of forms: made per view, signed, and the capture's client id."""

from __future__ import annotations

import hashlib
import hmac
import os
import time

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
        return _written((raw + self._mac(raw, page)).hex())

    def read(self, text: str, page: bytes) -> str | None:
        """Return the id, as a UUID is written, if it was made here for this page."""
        try:
            raw = bytes.fromhex(text.replace("-", ""))
        except ValueError:
            return None
        if len(raw) != 16 or not hmac.compare_digest(raw[12:], self._mac(raw[:12], page)):
            return None
        return _written(raw.hex())

    def _mac(self, raw: bytes, page: bytes) -> bytes:
        # A copy of the keyed state costs a quarter of an HMAC; this is once per page view.
        state = self._keyed.copy()
        state.update(raw + page)
        return state.digest()


def _written(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

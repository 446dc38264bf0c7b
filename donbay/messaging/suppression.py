"""Addresses not to be sent to, known by keyed hashes only.

Who was erased must not be written to again if she had refused, and yet her address must be gone
(law 91/2025/QH15). The key keeps the list from being tried out against lists of addresses; the
workspace in the hash keeps two shops' lists from being compared. What a key has hashed is known by
that key alone: while one is missing nothing is sent.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from uuid import UUID

from donbay.kit.signing import derived_keys

_PURPOSE = "suppressed addresses"
_BYTES = 16


def suppression_hashes(workspace_id: int, addresses: Iterable[str]) -> list[UUID]:
    """Return what the list keeps of addresses, by the key in use; empty ones are left out."""
    key = derived_keys(_PURPOSE)[0]
    return [_hash(key, workspace_id, address) for address in addresses if address]


def addresses_by_hash(workspace_id: int, addresses: Iterable[str]) -> dict[UUID, str]:
    """Return addresses by each hash the list may know them by, also under older keys."""
    given = [address for address in addresses if address]
    return {
        _hash(key, workspace_id, address): address
        for key in derived_keys(_PURPOSE)
        for address in given
    }


def key_fingerprints() -> list[UUID]:
    """Return what tells the known keys apart, in their order, and betrays nothing of them."""
    return [
        UUID(bytes=hmac.digest(key, b"fingerprint", "sha256")[:_BYTES])
        for key in derived_keys(_PURPOSE)
    ]


def _hash(key: bytes, workspace_id: int, address: str) -> UUID:
    """Return the first 16 bytes of HMAC-SHA256 (RFC 2104) over workspace and address."""
    body = b"%d\0%s" % (workspace_id, address.encode())
    return UUID(bytes=hmac.digest(key, body, "sha256")[:_BYTES])

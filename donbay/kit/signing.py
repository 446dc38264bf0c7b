"""Short signed tokens for links that leave the house (order status, forms, files)."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence

SHORTEST_KEY = 32
_MAC_BYTES = 16
_keys: list[bytes] = []


class BadToken(ValueError):
    """The token was not made by this house, or was changed on its way."""


def set_link_keys(keys: Sequence[bytes]) -> None:
    """Set the signing keys of this process: the first signs, all verify (so keys can rotate)."""
    if not keys or any(len(key) < SHORTEST_KEY for key in keys):
        raise ValueError(f"link keys must be at least {SHORTEST_KEY} bytes each")
    _keys[:] = keys


def sign(kind: str, *numbers: int) -> str:
    """Return a URL-safe token holding non-negative integers, bound to a kind."""
    body = b"".join(_varint(number) for number in numbers)
    return _encode(_mac(_keys[0], kind, body) + body)


def derived_keys(purpose: str) -> list[bytes]:
    """Return a key of 32 bytes for a purpose from each signing key, in their order."""
    return [hmac.digest(key, purpose.encode(), "sha256") for key in _keys]


def verify(kind: str, token: str) -> tuple[int, ...]:
    """Return the integers of a token; raise BadToken if kind, key or content do not fit."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadToken("not base64") from error
    mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if _encode(raw) != token:
        raise BadToken("not canonical")
    if not any(hmac.compare_digest(mac, _mac(key, kind, body)) for key in _keys):
        raise BadToken("wrong signature")
    return tuple(_integers(body))


def _mac(key: bytes, kind: str, body: bytes) -> bytes:
    """Return the first bytes of HMAC-SHA256 (RFC 2104) over kind, a zero byte and the body."""
    return hmac.digest(key, kind.encode() + b"\0" + body, "sha256")[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _varint(number: int) -> bytes:
    if number < 0:
        raise ValueError("tokens hold non-negative integers")
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _integers(body: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in body:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value, shift = 0, 0
    if shift:
        raise BadToken("cut short")
    return numbers

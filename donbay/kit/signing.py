"""Short signed tokens for links that leave the house (opens, clicks, unsubscribe, order status)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from binascii import b2a_base64
from collections.abc import Sequence
from functools import lru_cache

_MAC_BYTES = 16
_BLOCK_BYTES = 64
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_keys: list[bytes] = []


class BadToken(ValueError):
    """The token was not made by this house, or was changed on its way."""


def set_link_keys(keys: Sequence[bytes]) -> None:
    """Set the signing keys of this process: the first signs, all verify (so keys can rotate)."""
    if not keys or any(len(key) < 32 for key in keys):
        raise ValueError("link keys must be at least 32 bytes each")
    _keys[:] = keys


def sign(kind: str, *numbers: int) -> str:
    """Return a URL-safe token holding non-negative integers, bound to a kind."""
    body = b"".join(_varint(number) for number in numbers)
    return _encode(_mac(_keys[0], kind, body) + body)


class Signer:
    """Signs tokens of a few shapes for one owner after the other: a mail with all its links.

    A shape is a kind and the numbers that stand last; those before them are given per call.
    Made anew for each batch, so that it never outlives a change of keys.
    """

    def __init__(self, shapes: Sequence[tuple[str, Sequence[int]]]) -> None:
        self._plans = [
            (inner.copy, outer.copy, b"".join(map(_varint, last)))
            for kind, last in shapes
            for inner, outer in (_started(_keys[0], kind),)
        ]

    def sign(self, *numbers: int) -> list[bytes]:
        """Return a token for each shape, equal to `sign(kind, *numbers, *last)`."""
        first = b"".join(map(_varint, numbers))
        tokens = []
        for copy_inner, copy_outer, last in self._plans:
            body = first + last
            inner, outer = copy_inner(), copy_outer()
            inner.update(body)
            outer.update(inner.digest())
            raw = b2a_base64(outer.digest()[:_MAC_BYTES] + body, newline=False)
            tokens.append(raw.translate(_URL_SAFE, b"="))
        return tokens


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
    inner, outer = (started.copy() for started in _started(key, kind))
    inner.update(body)
    outer.update(inner.digest())
    return outer.digest()[:_MAC_BYTES]


@lru_cache(maxsize=64)
def _started(key: bytes, kind: str) -> tuple[hashlib._Hash, hashlib._Hash]:
    """Return both hashes of the HMAC with key and kind read.

    A mail with ten links signs a dozen tokens; copying costs a quarter of starting anew.
    """
    short = hashlib.sha256(key).digest() if len(key) > _BLOCK_BYTES else key
    padded = short.ljust(_BLOCK_BYTES, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + kind.encode() + b"\0")
    return inner, hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))


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

"""AES-CMAC (RFC 4493) of many messages of exactly one block, in one call of the cipher."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

BLOCK_BYTES = 16
_BLOCK_BITS = 128
_POLYNOMIAL = 0x87  # RFC 4493 §2.3, const_Rb


class BlockMac:
    """Authenticates blocks of 16 bytes under one AES key.

    A message of one whole block needs only the cipher of the block with the first subkey on it
    (RFC 4493 §2.4), so the blocks of a batch go through the cipher together.
    """

    def __init__(self, key: bytes) -> None:
        # One block of a CMAC is one call of the bare cipher: nothing is encrypted by ECB here.
        self._cipher = Cipher(AES(key), ECB())  # noqa: S305
        top = int.from_bytes(self._encrypt(bytes(BLOCK_BYTES)), "big") << 1
        if top >> _BLOCK_BITS:
            top ^= (1 << _BLOCK_BITS) | _POLYNOMIAL
        self._subkey = top.to_bytes(BLOCK_BYTES, "big")

    def tags(self, blocks: bytes) -> bytes:
        """Return the tag of each block, 16 bytes a tag, one after the other."""
        count, over = divmod(len(blocks), BLOCK_BYTES)
        if over:
            raise ValueError("not whole blocks")
        masked = int.from_bytes(blocks, "big") ^ int.from_bytes(self._subkey * count, "big")
        return self._encrypt(masked.to_bytes(len(blocks), "big"))

    def _encrypt(self, blocks: bytes) -> bytes:
        return self._cipher.encryptor().update(blocks)

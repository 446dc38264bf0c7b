"""Documents with holes: plain, or as one gzip stream put together from ready pieces.

Text around the holes is deflated once, each run ending in a full flush on a byte border; a hole
becomes a stored block. The checksum of the whole follows from those of the runs (CRC-32 is
linear), so a response costs a join and not another pass over the page.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"
_STORED = struct.Struct("<BHH")
_TRAILER = struct.Struct("<II")
_LONGEST_HOLE = 0xFFFF

Table = tuple[list[int], list[int], list[int], list[int]]


class Pieces:
    """A document of fixed runs with a hole between each two."""

    __slots__ = ("_crcs", "_fixed_length", "_runs", "_tables", "_zipped")

    def __init__(self, runs: Sequence[bytes]) -> None:
        last = len(runs) - 1
        self._runs = list(runs)
        self._zipped = [_deflate(run, final=index == last) for index, run in enumerate(runs)]
        self._zipped[0] = _HEADER + self._zipped[0]
        self._crcs = [zlib.crc32(run) for run in runs]
        self._tables = [_advance_table(len(run)) for run in runs]
        self._fixed_length = sum(map(len, runs))

    @property
    def holes(self) -> int:
        """Return how many values a rendering needs."""
        return len(self._runs) - 1

    def plain(self, values: Sequence[bytes]) -> bytes:
        """Return the document with its holes filled."""
        parts = [self._runs[0]]
        for value, run in zip(values, self._runs[1:], strict=True):
            parts += (value, run)
        return b"".join(parts)

    def gzipped(self, values: Sequence[bytes]) -> bytes:
        """Return the document with its holes filled, as a gzip stream."""
        parts = [self._zipped[0]]
        crc, length = self._crcs[0], self._fixed_length
        crcs, tables, zipped = self._crcs, self._tables, self._zipped
        for index, value in enumerate(values, 1):
            size = len(value)
            length += size
            parts += (_STORED.pack(0, size, size ^ _LONGEST_HOLE), value, zipped[index])
            c = zlib.crc32(value, crc)
            t0, t1, t2, t3 = tables[index]
            crc = t0[c & 255] ^ t1[c >> 8 & 255] ^ t2[c >> 16 & 255] ^ t3[c >> 24] ^ crcs[index]
        parts.append(_TRAILER.pack(crc, length & 0xFFFFFFFF))
        return b"".join(parts)


def _deflate(run: bytes, *, final: bool) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(run) + packer.flush(zlib.Z_FINISH if final else zlib.Z_FULL_FLUSH)


def _advance_table(length: int) -> Table:
    """Return byte tables of what `length` more bytes do to a checksum, whatever they are."""
    zeros = bytes(length)
    base = zlib.crc32(zeros, 0)
    bits = [zlib.crc32(zeros, 1 << bit) ^ base for bit in range(32)]
    first, second, third, fourth = (_byte_table(bits[at : at + 8]) for at in (0, 8, 16, 24))
    return first, second, third, fourth


def _byte_table(bits: Sequence[int]) -> list[int]:
    table = [0]
    for bit in bits:
        table += [entry ^ bit for entry in table]
    return table

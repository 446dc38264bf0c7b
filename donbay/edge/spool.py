"""Captures on disk while the database is away: fsynced, owner-only, replayed, deleted.

A line is its own CRC-32, a space, JSON. A file belongs to the process that holds its lock; the
kernel drops the lock of a killed one, so any edge may then replay it. A torn last line was never
acknowledged.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import uuid
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import orjson

from donbay.edge.types import NotKeptError, Row

logger = logging.getLogger(__name__)


class Spool:
    """The spool folder, as one process sees it. Not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fd: int | None = None
        self._size = 0

    def append(self, rows: Sequence[Row]) -> None:
        """Make rows durable; raise NotKeptError when the disk refuses (full, read-only)."""
        data = b"".join(map(_line, rows))
        try:
            if self._fd is None:
                self._fd, self._size = self._create(), 0
            _write_all(self._fd, data)
            os.fdatasync(self._fd)
        except OSError as error:
            self._undo()
            logger.error("spool refused %d captures: %s", len(rows), error)
            raise NotKeptError from error
        self._size += len(data)

    def rotate(self) -> None:
        """Let go of the file being written, so that it can be replayed."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def waiting(self) -> int:
        """Count the rows in every file of the folder."""
        total = 0
        for path in self._paths():
            with contextlib.suppress(OSError):
                total += path.read_bytes().count(b"\n")
        return total

    def claim(self) -> Iterator[tuple[list[Row], Path]]:
        """Yield each file that no living process holds, locked meanwhile, with its rows."""
        for path in self._paths():
            with contextlib.suppress(OSError), path.open("rb") as handle:
                if not _lock(handle.fileno()):
                    continue
                yield read_lines(handle.read(), path.name), path

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.spool"))

    def _create(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{uuid.uuid4().hex}.spool"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        if not _lock(fd):  # another edge saw the empty file first and removes it
            os.close(fd)
            return self._create()
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return fd

    def _undo(self) -> None:
        """Cut off what a failed write left behind."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self._size)
            self.rotate()


def read_lines(data: bytes, name: str = "spool") -> list[Row]:
    """Return the whole lines of a file; a torn last one is left out, a damaged one reported."""
    rows: list[Row] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            rows.append(_parse(line))
        except (ValueError, TypeError):
            if number < len(lines):
                logger.error("%s: line %d is damaged and was left out", name, number)
    return rows


def _line(row: Row) -> bytes:
    body = orjson.dumps((*row[:5], row.received_at.isoformat()))
    return b"%08x %b\n" % (zlib.crc32(body), body)


def _parse(line: bytes) -> Row:
    checksum, _, body = line.partition(b" ")
    if int(checksum, 16) != zlib.crc32(body):
        raise ValueError("wrong checksum")
    workspace_id, client_id, kind, payload, context, received_at = orjson.loads(body)
    at = datetime.fromisoformat(received_at)
    return Row(workspace_id, client_id, kind, payload, context, at)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _lock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

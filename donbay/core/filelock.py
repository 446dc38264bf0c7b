"""Advisory file locks that the kernel drops by itself when their holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock on a file, waiting for it."""
    with open_lock(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def open_lock(path: Path) -> IO[str]:
    """Open a lock file, readable by its owner only, without emptying it."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+")


def try_exclusive(handle: IO[str]) -> bool:
    """Take the lock if nobody else holds it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def shared(handle: IO[str]) -> None:
    """Hold the lock together with other sharers, waiting for an exclusive holder."""
    fcntl.flock(handle, fcntl.LOCK_SH)

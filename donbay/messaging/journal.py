"""The delivery journal: what was about to be sent, and what became of it, across a crash.

One text file per worker process, written from its beginning on, held by flock while the process
lives:

    B <boot id>                        first line: since which start of the machine
    I <id> <try>                       about to be transmitted (on disk before the first byte)
    S <id> <try>                       its content begins to leave (not waited for)
    A <id> <try> <code> <text>         accepted
    R <id> <try> <code> <text>         refused for good
    D <id> <try> <code> <text>         refused for now
    U <id> <try>                       never left this machine
    ? <id> <try> <code> <text>         content left, no answer

What follows the last line is zeros. A line without its line feed was cut by the crash and does
not count. What a killed process wrote is never lost while the machine runs on, so then an intent
without S is known not to have left; after a restart of the machine every intent without an outcome
is unknown.

The file is written through memory. A system call a line would wait for the running fdatasync, and
give the interpreter away twice a mail; that took a third of the mails a second.
"""

from __future__ import annotations

import asyncio
import fcntl
import mmap
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from donbay.messaging.smtp import Outcome, Verdict

_LETTERS: dict[Verdict, str] = {
    "accepted": "A", "refused": "R", "deferred": "D", "unsent": "U", "unknown": "?",
}  # fmt: skip
_VERDICTS = {letter: verdict for verdict, letter in _LETTERS.items()}
_SUFFIX = ".journal"
_STEP_BYTES = 1024 * 1024
_FIRST_LINE = "B {}\n"


class Try(NamedTuple):
    """One try at sending one message."""

    message_id: int
    attempt: int


class Journal:
    """The journal this process writes."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.worker = uuid4()
        self.path = directory / f"{self.worker}{_SUFFIX}"
        unborn = directory / f"{self.worker}.new"
        self._fd = os.open(unborn, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unborn.rename(self.path)  # nobody sees the journal before it is held
        self._end = 0
        # Space is taken now: a full disk is an error here, and a killed process at a page of a map.
        os.posix_fallocate(self._fd, 0, _STEP_BYTES)
        self._map = mmap.mmap(self._fd, _STEP_BYTES)
        self._write(_FIRST_LINE.format(boot_id()))
        _sync_directory(directory)
        self._sync: asyncio.Task[None] | None = None

    async def intend(self, tries: Sequence[Try]) -> None:
        """Return when the intents are on disk; calls made together share one fdatasync."""
        self._write("".join(f"I {t.message_id} {t.attempt}\n" for t in tries))
        running = self._sync
        if running is not None and not running.done():
            await asyncio.shield(running)
        if self._sync is None or self._sync is running or self._sync.done():
            self._sync = asyncio.create_task(self._flush())
        await asyncio.shield(self._sync)

    async def _flush(self) -> None:
        await asyncio.get_running_loop().run_in_executor(None, os.fdatasync, self._fd)

    def start(self, message: Try) -> None:
        """Write that a message's content begins to leave."""
        self._write(f"S {message.message_id} {message.attempt}\n")

    def record(self, message: Try, outcome: Outcome) -> None:
        """Write an outcome."""
        text = outcome.text if outcome.text.isprintable() else " ".join(outcome.text.split())
        letter = _LETTERS[outcome.verdict]
        self._write(
            f"{letter} {message.message_id} {message.attempt} {outcome.code} {text[:300]}\n"
        )

    def _write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        end = self._end + len(data)
        if end > len(self._map):
            size = end + _STEP_BYTES
            os.posix_fallocate(self._fd, 0, size)
            self._map.resize(size)
        self._map[self._end : end] = data
        self._end = end

    def clear(self) -> None:
        """Forget everything; called when all of it is in the database."""
        first = len(_FIRST_LINE.format(boot_id()))
        if self._end > first:
            self._map[first : self._end] = bytes(self._end - first)
            self._end = first

    def size(self) -> int:
        """Return how many bytes are written."""
        return self._end

    def entries(self) -> dict[Try, Outcome | None]:
        """Return what this journal says."""
        return read_journal(self.path)

    def close(self, *, remove: bool) -> None:
        """Let go of the journal; remove it when nothing in it is needed any more."""
        self._map.close()
        if remove:
            self.path.unlink(missing_ok=True)
        else:
            os.ftruncate(self._fd, self._end)
        os.close(self._fd)


@cache
def boot_id() -> str:
    """Return what tells this start of the machine from every other."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def read_journal(path: Path) -> dict[Try, Outcome | None]:
    """Return the last word on each try: an outcome, or None where content may have left."""
    said: dict[Try, Outcome | None] = {}
    complete, _, _cut = path.read_bytes().rpartition(b"\n")
    lines = complete.decode("utf-8", "replace").split("\n")
    begins = "S" if lines[0] == _FIRST_LINE.format(boot_id()).strip() else "I"
    for line in lines:
        fields = line.split(" ", 4)
        if "\0" in line or len(fields) < 3 or not (fields[1].isdigit() and fields[2].isdigit()):
            continue
        key = Try(int(fields[1]), int(fields[2]))
        if fields[0] == begins:
            said.setdefault(key, None)
        elif fields[0] in _VERDICTS:
            code = int(fields[3]) if len(fields) > 3 and fields[3].isdigit() else 0
            said[key] = Outcome(_VERDICTS[fields[0]], code, fields[4] if len(fields) > 4 else "")
    return said


def journals_in(directory: Path) -> list[UUID]:
    """Return the workers whose journals lie here, dead or alive."""
    return [UUID(path.name.removesuffix(_SUFFIX)) for path in _paths(directory)]


def dead_journals(directory: Path) -> Iterator[tuple[UUID, Path]]:
    """Give the journals whose writers are dead, each locked while it is being looked at."""
    for path in _paths(directory):
        try:
            fd = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            continue
        try:
            if path.exists():
                yield UUID(path.name.removesuffix(_SUFFIX)), path
        finally:
            os.close(fd)


def _paths(directory: Path) -> list[Path]:
    return sorted(directory.glob(f"*{_SUFFIX}")) if directory.is_dir() else []


def _sync_directory(directory: Path) -> None:
    fd = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)

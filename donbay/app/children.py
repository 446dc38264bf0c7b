"""The supervisor's child processes: start, restart with growing pauses, stop."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from donbay.core.paths import REPOSITORY

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
# A child that lived this long was well; its next crash is a new story.
WELL_AFTER = 60.0
STOP_SECONDS = 8.0
# Exit status of `migrate --demo` when all is migrated but the demo data could not be made.
DEMO_FAILED = 4
TICK_SECONDS = 0.2


def command_of(role: str, *options: str) -> list[str]:
    """Return the command line of a role in this Python."""
    return [sys.executable, "-m", "donbay", role, *options]


class Child:
    """One role in a process group of its own, so that Ctrl-C reaches the supervisor alone."""

    def __init__(
        self, role: str, environ: Mapping[str, str], *options: str, called: str = ""
    ) -> None:
        self._called = called or role
        self._command = command_of(role, *options)
        self._environ = dict(environ)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._restart_at = 0.0

    def start(self) -> None:
        """Start the process."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            cwd=REPOSITORY,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def status(self) -> int | None:
        """Return the exit status, or None while the process runs."""
        return self._process.poll() if self._process else 0

    def tend(self) -> str | None:
        """Notice an end or restart after the pause; return a line for the log if so."""
        if self._process is None:
            if time.monotonic() < self._restart_at:
                return None
            self.start()
            return f"{self._called}: khởi động lại / restarted"
        status = self._process.poll()
        if status is None:
            return None
        self._kill_group()
        self._process = None
        pause = self._next_pause()
        self._restart_at = time.monotonic() + pause
        return (
            f"{self._called}: đã dừng ({_reason(status)}), chạy lại sau {pause:.0f} giây / "
            f"ended, restarting in {pause:.0f} s"
        )

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the main process, which tells its own workers."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def see_off(self, deadline: float) -> None:
        """Wait for the end until a moment of the monotonic clock, then kill what is left."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._kill_group()
        self._process.wait()

    def _next_pause(self) -> float:
        """Return the pause before the next start and double the one after it."""
        if time.monotonic() - self._started > WELL_AFTER:
            self._pause = FIRST_PAUSE
        pause = self._pause
        self._pause = min(pause * 2, LONGEST_PAUSE)
        return pause

    def _kill_group(self) -> None:
        """Kill helpers that a killed main process left behind; they would hold its port."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def run_to_end(child: Child, stopping: threading.Event) -> int:
    """Run a role that ends by itself, or until told to stop; return its exit status."""
    child.start()
    while (status := child.status()) is None:
        if stopping.wait(TICK_SECONDS):
            stop_all([child])
    return status


def stop_all(children: Sequence[Child]) -> None:
    """Stop children side by side: SIGTERM, eight seconds, SIGKILL."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.see_off(deadline)


def _reason(status: int) -> str:
    """Return `SIGKILL` for -9 and `mã 1 / code 1` for 1."""
    if status < 0:
        return signal.Signals(-status).name
    return f"mã {status} / code {status}"

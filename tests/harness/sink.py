"""The SMTP server of tests/fakes as a process of its own."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = Path(__file__).resolve().parent.parent / "fakes" / "smtp_sink.py"


@dataclass(frozen=True)
class MailSink:
    """Where the server listens, and where it says how many messages are open."""

    port: int
    status_port: int
    process: subprocess.Popen[str]

    def hurry(self) -> None:
        """Let it answer without delay from now on."""
        self.process.send_signal(signal.SIGUSR1)


@contextlib.contextmanager
def a_sink(log: Path, *arguments: str) -> Iterator[MailSink]:
    """Run the server while in use."""
    command = [sys.executable, str(_PROGRAM), str(log), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port, status_port = map(int, process.stdout.readline().split())
        yield MailSink(port, status_port, process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

"""The SMTP server of tests/fakes as a process of its own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PROGRAM = Path(__file__).resolve().parent.parent / "fakes" / "smtp_sink.py"


@contextlib.contextmanager
def a_sink(log: Path, *arguments: str) -> Iterator[tuple[int, int]]:
    """Run the server while in use; yield its port and that of its count of open messages."""
    command = [sys.executable, str(_PROGRAM), str(log), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port, status_port = map(int, process.stdout.readline().split())
        yield port, status_port
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

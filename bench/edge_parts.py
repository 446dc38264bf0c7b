"""What the benches of the edge share: processes, wrk, a page of a given size."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
WRK = shutil.which("wrk")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_ERRORS = re.compile(r"Socket errors:.*|Non-2xx or 3xx responses: \d+")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def say(**figures: object) -> None:
    """Print one result."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(
    command: list[str], port: int, environ: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server and wait until its port answers."""
    process = subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, **(environ or {})})
    try:
        wait_for_port(port)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_port(port: int, seconds: float = 30.0) -> None:
    """Return once somebody listens."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def load(
    url: str,
    *,
    seconds: int,
    connections: int,
    headers: Mapping[str, str] | None = None,
    script: Path | None = None,
) -> tuple[float, float, str]:
    """Run wrk and return answers a second, p99 in milliseconds, and what went wrong."""
    command = [WRK or "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    out = subprocess.run([*command, url], stdout=subprocess.PIPE, text=True, check=True).stdout
    rate, tail = _RATE.search(out), _P99.search(out)
    if rate is None or tail is None:
        raise RuntimeError(out)
    wrong = "; ".join(_ERRORS.findall(out))
    return float(rate[1]), float(tail[1]) * _UNITS[tail[2]], wrong


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its children have used so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_own_cpu(each) for each in (str(pid), *children))


def _own_cpu(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_rss_mb(pid: int) -> int:
    """Return a process's highest resident memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0

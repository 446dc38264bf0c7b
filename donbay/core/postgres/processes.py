"""Which PostgreSQL processes really live on a data folder; pid files alone lie after a crash."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from donbay.core.postgres.programs import Programs

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class PidFile:
    """What postmaster.pid says: the process, and where its socket is."""

    pid: int
    port: str
    socket_dir: Path


def read_pid_file(cluster: Path) -> PidFile | None:
    """Read postmaster.pid; None if it is absent, empty or half written."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return PidFile(int(lines[0]), lines[3].strip(), Path(lines[4].strip()))
    except (OSError, ValueError, IndexError):
        return None


def can_list_processes() -> bool:
    """Tell whether /proc is there (Linux)."""
    return (PROC / "self" / "cwd").exists()


def live_processes(cluster: Path, programs: Programs) -> set[int]:
    """Return the pids of PostgreSQL processes whose working directory is the cluster.

    A zombie has no readable working directory, so it does not count.
    """
    folder = str(cluster.resolve())
    return {
        int(entry.name)
        for entry in PROC.iterdir()
        if entry.name.isdigit() and _is_postgres(entry) and _cwd(entry, programs) == folder
    }


def _is_postgres(entry: Path) -> bool:
    """Tell whether a /proc entry is a process named postgres."""
    try:
        return (entry / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _cwd(entry: Path, programs: Programs) -> str | None:
    """Return a process's working directory; None for zombies and strangers' processes."""
    try:
        return str((entry / "cwd").readlink())
    except PermissionError:
        # Root in a container may not look at other users' processes; their owner may.
        if programs.account is None or os.geteuid() != 0:
            return None
        return programs.run_any("/bin/readlink", entry / "cwd").stdout.strip() or None
    except OSError:
        return None

"""Small means of the bootstrap: say, run, and do again only what changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


def say(line: str) -> None:
    """Print what happens next."""
    print(f"==> {line}", flush=True)


def stop(vi: str, en: str) -> None:
    """End with an explanation in both languages."""
    sys.exit(f"\n{vi}\n{en}")


def passes(
    command: Sequence[str | Path],
    *,
    cwd: Path = REPOSITORY,
    environ: Mapping[str, str] | None = None,
) -> bool:
    """Run a command in the open and tell whether it went well."""
    env = {**os.environ, **(environ or {})}
    line = [str(part) for part in command]
    return subprocess.run(line, cwd=cwd, env=env, stdin=subprocess.DEVNULL).returncode == 0  # noqa: PLW1510 - the caller decides


def output_of(*command: str | Path) -> str | None:
    """Return what a command prints, or None if it is absent or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def digest(paths: Iterable[Path], *extra: str) -> str:
    """Return a hash over names and contents of files, and over further words."""
    total = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(paths):
        total.update(os.fsencode(path.relative_to(REPOSITORY)))
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Stamp:
    """A file that remembers what a step was last done for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_for(self, key: str, value: str) -> bool:
        """Tell whether the step was done for this value."""
        return self._read().get(key) == value

    def note(self, **values: str) -> None:
        """Remember values, keeping those of other keys."""
        self._path.write_text(json.dumps({**self._read(), **values}, indent=1) + "\n")

    def _read(self) -> dict[str, str]:
        """Read what is noted; a broken stamp means that the step is done again."""
        try:
            return dict(json.loads(self._path.read_text()))
        except (OSError, ValueError):
            return {}

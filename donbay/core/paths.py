"""Where Donbay keeps its files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SYSTEM_HOME = Path("/var/lib/donbay")


def resolve_data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the data folder: DONBAY_DATA_DIR, or `data` beside the program."""
    given = environ.get("DONBAY_DATA_DIR", "").strip()
    return Path(given).expanduser().resolve() if given else default_dir("data")


def default_dir(name: str) -> Path:
    """Return a folder beside the program, or under /var/lib where PostgreSQL could not enter.

    PostgreSQL refuses root, so root runs it as another user, and that user cannot pass
    through a private home directory.
    """
    if not running_as_root() or open_to_others(REPOSITORY):
        return REPOSITORY / name
    return SYSTEM_HOME / short_hash(REPOSITORY) / name


def make_data_dir(folder: Path) -> Path:
    """Create a folder that others cannot list; as root they may pass through to their own."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711 if running_as_root() else 0o700)
    return folder


def open_to_others(folder: Path) -> bool:
    """Tell whether any user of the machine may pass through every part of a path."""
    existing = (part for part in (folder, *folder.parents) if part.exists())
    return all(part.stat().st_mode & 0o001 for part in existing)


def running_as_root() -> bool:
    """Tell whether this process is the superuser (never on Windows)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def short_hash(path: Path) -> str:
    """Return twelve hex digits that stand for a path."""
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]

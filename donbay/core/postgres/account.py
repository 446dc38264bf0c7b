"""The system user that PostgreSQL runs as where Donbay itself runs as root."""

from __future__ import annotations

import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from donbay.core.operator_errors import OperatorError
from donbay.core.paths import running_as_root

NAME = "donbay"


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group to run programs as."""

    uid: int
    gid: int


def choose_account(cluster: Path) -> Account | None:
    """Return whom to run PostgreSQL as, or None for the current user.

    A cluster made earlier by an ordinary user stays with that user, so that a start by
    `sudo` does not take it away.
    """
    if not running_as_root():
        return None
    if cluster.exists() and (owner := cluster.stat()).st_uid:
        return Account(owner.st_uid, owner.st_gid)
    return _find_account() or _create_account()


def _find_account() -> Account | None:
    """Look the system user up."""
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _create_account() -> Account:
    """Create the system user; another start may do the same at the same time."""
    done = subprocess.run(_creation_command(), capture_output=True, text=True, check=False)
    account = _find_account()
    if account is None:
        reason = done.stderr.strip()
        raise OperatorError(
            f"Không tạo được người dùng hệ thống '{NAME}' để chạy PostgreSQL ({reason}). "
            "Hãy chạy Donbay bằng người dùng thường, hoặc tự tạo người dùng này.",
            f"Could not create the system user '{NAME}' that runs PostgreSQL ({reason}). "
            "Run Donbay as an ordinary user, or create that user yourself.",
        )
    return account


def _creation_command() -> list[str]:
    """Return useradd, or BusyBox's adduser where only that exists."""
    if shutil.which("useradd") is None and shutil.which("adduser"):
        return ["adduser", "-S", "-D", "-H", NAME]
    shell = "/usr/sbin/nologin"
    return ["useradd", "--system", "--user-group", "--no-create-home", "--shell", shell, NAME]

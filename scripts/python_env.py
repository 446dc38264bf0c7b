"""The virtual environment: made once, filled by hash, filled again when a lock file changes."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from scripts.steps import REPOSITORY, Stamp, digest, output_of, passes, say, stop

VENV = REPOSITORY / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = REPOSITORY / "requirements.txt"
DEV_LOCK = REPOSITORY / "requirements-dev.txt"


def ensure_python(*, dev: bool) -> None:
    """Make the environment hold what the lock files say."""
    if output_of(PYTHON, "-c", "import sys; assert sys.version_info >= (3, 11)") is None:
        _create()
    stamp = Stamp(VENV / "donbay-installed.json")
    lock = DEV_LOCK if dev else LOCK
    if stamp.is_for(lock.name, digest([lock])):
        return
    say(f"cài thư viện Python theo {lock.name} / installing Python packages from {lock.name}")
    if not _install(lock):
        stop(
            "Không cài được thư viện Python. Xem các dòng trên; kiểm tra mạng rồi chạy lại.",
            "Could not install the Python packages. See above; check the network and try again.",
        )
    _make_importable()
    # The development lock holds everything of the other one, at the same versions.
    done = [LOCK, DEV_LOCK] if dev else [LOCK]
    stamp.note(**{path.name: digest([path]) for path in done})


def _create() -> None:
    """Create the environment anew."""
    say("tạo môi trường Python .venv / creating the Python environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if passes([sys.executable, "-m", "venv", VENV]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv and passes([uv, "venv", "--quiet", "--python", sys.executable, VENV]):
        return
    stop(
        "Python thiếu phần venv. Debian/Ubuntu: apt install python3-venv, rồi chạy lại.",
        "This Python lacks venv. Debian/Ubuntu: apt install python3-venv, then run this again.",
    )


def _install(lock: Path) -> bool:
    """Install by uv where it is there (faster), else or after its failure by pip."""
    what: list[str | Path] = ["--quiet", "--require-hashes", "-r", lock]
    uv = shutil.which("uv")
    # pip compiles what it installs; uv leaves it to the first start, and that one is slow enough.
    if uv and passes([uv, "pip", "install", "--compile-bytecode", "--python", PYTHON, *what]):
        return True
    return passes([PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *what])


def _make_importable() -> None:
    """Put the checkout on the environment's path: pytest's early plugin and `-m donbay` need it."""
    version = "import sys; print('python%d.%d' % sys.version_info[:2])"
    folder = VENV / "lib" / (output_of(PYTHON, "-c", version) or "") / "site-packages"
    if not folder.is_dir():
        folder = Path(sysconfig.get_path("purelib", vars={"base": str(VENV)}))
    (folder / "donbay-checkout.pth").write_text(f"{REPOSITORY}\n")

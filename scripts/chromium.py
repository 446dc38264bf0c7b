"""A Chromium for the browser tests: the machine's, else Debian's."""

from __future__ import annotations

import os
import shutil

from scripts.steps import passes, say, stop

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure_chromium() -> str:
    """Return the path of a Chromium; install one by apt where we may."""
    found = os.environ.get("DONBAY_CHROMIUM") or _find()
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("cài Chromium cho kiểm thử / installing Chromium for the browser tests")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        passes(["apt-get", "update", "-qq"], environ=quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        passes(install, environ=quiet)
    found = _find()
    if not found:
        stop(
            "Kiểm thử trình duyệt cần Chromium. Hãy cài (Debian/Ubuntu: sudo apt install "
            "chromium) hoặc đặt DONBAY_CHROMIUM tới tệp chạy của nó.",
            "The browser tests need Chromium. Install it (Debian/Ubuntu: sudo apt install "
            "chromium) or set DONBAY_CHROMIUM to its program.",
        )
    return str(found)


def _find() -> str | None:
    """Look for Chromium on PATH."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)

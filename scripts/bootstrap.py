"""Everything behind the Makefile: prepare, run, check, test. Standard library only.

This file must parse on old Pythons, so that they are told what is missing.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def require_python() -> None:
    """Go on in a Python that is new enough, or say how to get one."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, "-m", "scripts.bootstrap"] + sys.argv[1:])  # noqa: S606, RUF005 - old Pythons read this
    have = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - old Pythons read this
    sys.exit(
        "Donbay cần Python 3.11 trở lên, máy này có " + have + ". "
        "Hãy cài python3.11 (Debian/Ubuntu: apt install python3.11 python3.11-venv; "
        "macOS: brew install python@3.11) rồi chạy lại.\n"
        "Donbay needs Python 3.11 or later; this machine has " + have + ". "
        "Install python3.11 and run this again."
    )


if __name__ == "__main__":
    require_python()
    from scripts.tasks import main

    sys.exit(main(sys.argv[1:]))

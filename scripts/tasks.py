"""The Makefile's targets."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts import api_client, node_env
from scripts.chromium import ensure_chromium
from scripts.python_env import PYTHON, VENV, ensure_python
from scripts.steps import REPOSITORY, passes, say

WORK = REPOSITORY / ".dev"
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")
# Checks load the settings, which make keys: not in the shop's own data folder.
SETTINGS = {"DONBAY_DATA_DIR": str(WORK / "check")}
Check = tuple[str, Callable[[], bool]]


def main(arguments: Sequence[str]) -> int:
    """Do one task and return its exit status."""
    tasks: dict[str, Callable[[Sequence[str]], int]] = {
        "run": run,
        "test": test,
        "check": check,
        "format": format_code,
        "api": api,
        "bench": bench,
        "clean": clean,
    }
    if not arguments or arguments[0] not in tasks:
        print(f"scripts.bootstrap {'|'.join(tasks)}", file=sys.stderr)
        return 2
    os.chdir(REPOSITORY)
    return tasks[arguments[0]](arguments[1:])


def run(rest: Sequence[str]) -> int:
    """Prepare what is missing, then become `donbay serve`."""
    with _alone():
        ensure_python(dev=False)
        node_env.ensure_built()
    say("chạy Donbay / starting Donbay")
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", "donbay", "serve", "--open", *rest])  # noqa: S606 - its own signals and status


def test(rest: Sequence[str]) -> int:
    """Run the checks, then every test."""
    if check([]):
        return 1
    with _alone():
        chromium = ensure_chromium()
        node_env.ensure_built()
    say("kiểm thử Python / Python tests")
    environ = {"DONBAY_CHROMIUM": chromium}
    if not passes([PYTHON, "-m", "pytest", "-n", "2", *rest], environ=environ):
        return 1
    if node_env.has_frontend():
        say("kiểm thử giao diện / front-end tests")
        return 0 if node_env.npm("run", "--silent", "test") else 1
    return 0


def check(rest: Sequence[str]) -> int:
    """Run every check, also after a failed one, and name those that failed."""
    del rest
    _prepare_for_development()
    failed = [name for name, passed in _checks() if not _announced(name, passed)]
    if failed:
        say(f"chưa đạt / failed: {', '.join(failed)}")
    return 1 if failed else 0


def format_code(rest: Sequence[str]) -> int:
    """Bring all code into the house form."""
    del rest
    _prepare_for_development()
    done = [_tool("ruff", "check", "--fix", "."), _tool("ruff", "format", ".")]
    if node_env.has_frontend():
        done.append(node_env.npm("run", "--silent", "format"))
    return 0 if all(done) else 1


def api(rest: Sequence[str]) -> int:
    """Write openapi.json and the TypeScript client anew."""
    del rest
    _prepare_for_development()
    return 0 if api_client.write_client(SETTINGS) else 1


def bench(rest: Sequence[str]) -> int:
    """Run the benchmarks on a database of their own."""
    with _alone():
        ensure_python(dev=True)
        node_env.ensure_built()
    return 0 if passes([PYTHON, "-m", "donbay", "bench", *rest]) else 1


def clean(rest: Sequence[str]) -> int:
    """Remove everything that can be made again; the shop's data stay."""
    del rest
    made = [VENV, node_env.FRONTEND / "node_modules", node_env.FRONTEND / "dist"]
    for path in [*made, *(REPOSITORY / name for name in CACHES)]:
        if path.exists():
            say(f"xoá / removing {path.relative_to(REPOSITORY)}")
            shutil.rmtree(path)
    return 0


def _prepare_for_development() -> None:
    """Install everything that checks and generators need."""
    with _alone():
        ensure_python(dev=True)
        if node_env.has_frontend():
            node_env.ensure_packages()


def _checks() -> Iterator[Check]:
    """Yield each check's name and how to run it."""
    yield "ruff check", lambda: _tool("ruff", "check", ".")
    yield "ruff format", lambda: _tool("ruff", "format", "--check", ".")
    yield "mypy", lambda: passes([PYTHON, "-m", "mypy"], environ=SETTINGS)
    yield "lint-imports", lambda: _tool("lint-imports")
    yield "lint_sql_now", lambda: passes([PYTHON, "-m", "scripts.lint_sql_now"])
    if node_env.has_frontend():
        yield "API client", lambda: api_client.check_client(SETTINGS)
        yield "biome, tsc", lambda: node_env.npm("run", "--silent", "check")
    else:
        say("chưa có frontend/package.json, bỏ qua giao diện / no front end here, skipping it")


def _announced(name: str, passed: Callable[[], bool]) -> bool:
    """Print a check's name and run it."""
    say(name)
    return passed()


def _tool(name: str, *arguments: str) -> bool:
    """Run a program of the environment."""
    return passes([VENV / "bin" / name, *arguments])


@contextmanager
def _alone() -> Iterator[None]:
    """Let one preparation at a time work on this checkout."""
    WORK.mkdir(exist_ok=True)
    with Path(WORK / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

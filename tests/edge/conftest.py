"""An edge as a process, on this worker's database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import EdgeProcess, a_data_dir


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Return a data folder with keys of its own."""
    with a_data_dir() as folder:
        yield folder


@pytest.fixture
def edge(database_conninfo: str, data_dir: Path) -> Iterator[EdgeProcess]:
    """Return a running edge."""
    with EdgeProcess(database_conninfo, data_dir) as process:
        yield process

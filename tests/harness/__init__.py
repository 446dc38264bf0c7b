"""Starts Donbay's roles as real processes on free ports, against a test's database."""

from tests.harness.processes import (
    EdgeProcess,
    Role,
    WorkerProcess,
    a_data_dir,
    as_url,
    free_port,
)

__all__ = ["EdgeProcess", "Role", "WorkerProcess", "a_data_dir", "as_url", "free_port"]

"""Keeps the process's link keys as they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from donbay.kit import signing


@pytest.fixture(autouse=True)
def _own_link_keys() -> Iterator[None]:
    kept = list(signing._keys)
    yield
    signing._keys[:] = kept

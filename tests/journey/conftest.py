"""One product for the whole module, one Chromium, and people who watch for trouble."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from donbay.core.paths import REPOSITORY
from tests.journey import stack as stacks
from tests.journey.people import Owner, Person, Trouble

CHROMIUM = os.environ.get("DONBAY_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SCREENS = REPOSITORY / "frontend" / "dist" / "index.html"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="package")
def stack() -> Iterator[stacks.Stack]:
    if not Path(CHROMIUM).exists():
        pytest.fail("no Chromium on this machine: run `make test`, which finds or installs one")
    if not SCREENS.exists():
        pytest.fail("the screens are not built: run `make test`, which builds them")
    with stacks.run_stack() as running:
        yield running


@pytest.fixture(scope="package")
def chromium(stack: stacks.Stack) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[1440, 390])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def trouble() -> Iterator[Trouble]:
    """Collect what goes wrong in any page of the test, which must be nothing."""
    found = Trouble()
    yield found
    assert found.said == []


@pytest.fixture
def owner(chromium: Browser, stack: stacks.Stack, trouble: Trouble, width: int) -> Iterator[Owner]:
    """The shop's owner, signed in."""
    owner = Owner(chromium, stack, trouble, width)
    yield owner
    owner.leave()


@pytest.fixture
def visitor(
    chromium: Browser, stack: stacks.Stack, trouble: Trouble, width: int
) -> Iterator[Person]:
    """Somebody with a browser of her own."""
    visitor = Person(chromium, stack, trouble, width)
    yield visitor
    visitor.leave()

"""Who acts in the story: a person with a browser of her own, and the shop's owner."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.journey.stack import SLUG, Stack

EMAIL, PASSWORD = "owner@sen.vn", "hoa-sen-chu-2026"
PATIENCE_SECONDS = 20.0
T = TypeVar("T")


class Trouble:
    """Console errors, page errors and failed requests of every page that is watched."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.expected: set[str] = set()

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"page: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium also tells of every failed answer here; those are judged by `_answered`.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.said.append(f"console: {message.text} ({message.location.get('url')})")

    def _failed(self, request: Request) -> None:
        # Leaving a screen ends what it was still asking for, the event stream above all.
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        # Before signing in, "who am I" is answered by 401.
        known = response.status == 401 and response.url.endswith("/api/v1/me")
        if response.status >= 400 and not known:
            self.said.append(f"{response.status}: {response.request.method} {response.url}")


class Person:
    """Somebody with a browser of her own."""

    def __init__(self, browser: Browser, stack: Stack, trouble: Trouble, width: int) -> None:
        self.stack = stack
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.trouble = trouble
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open a tab that is watched."""
        page = self.context.new_page()
        self.trouble.watch(page)
        return page

    def fits(self) -> bool:
        """Tell whether the page needs no sideways scrolling."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()


class Owner(Person):
    """The shop's owner, signed in through the form."""

    def __init__(self, browser: Browser, stack: Stack, trouble: Trouble, width: int) -> None:
        super().__init__(browser, stack, trouble, width)
        self.page.goto(stack.app_url)
        self.page.get_by_label("E-mail").fill(EMAIL)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url(f"**/w/{SLUG}**")

    def open(self, path: str = "") -> Page:
        """Open a screen of the shop."""
        self.page.goto(self.stack.screen(path))
        return self.page

    def ask(self, path: str) -> Any:
        """Read the shop's API as the browser does."""
        answer = self.page.evaluate(
            "async (url) => { const r = await fetch(url); return [r.status, await r.json()]; }",
            f"/api/v1/w/{SLUG}{path}",
        )
        assert answer[0] == 200, answer
        return answer[1]

    def mails_to(self, address: str) -> list[dict[str, Any]]:
        """Return the mails in the test inbox for an address, oldest first."""
        items = self.ask("/inbox?limit=50")["items"]
        return [mail for mail in reversed(items) if mail["address"] == address]

    def fast_forward(self, button: str) -> None:
        """Let the shop's clock run ahead by the clock in the header."""
        self.page.get_by_role("button", name="Giờ thử").click()
        self.page.get_by_role("button", name=button).click()
        self.page.get_by_text("Giờ của doanh nghiệp nay là").first.wait_for()


def until(ask: Callable[[], T], wanted: Callable[[T], bool], seconds: float = 30.0) -> T:
    """Ask again until the answer is as wanted; fail with the last answer."""
    deadline = time.monotonic() + seconds
    while not wanted(found := ask()):
        assert time.monotonic() < deadline, f"after {seconds} s still {found!r}"
        time.sleep(0.1)
    return found

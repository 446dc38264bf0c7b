"""What a visitor's browser does: open a page, read its form, send it."""

from __future__ import annotations

import re
import time
from typing import Any

import httpx

from tests.harness import EdgeProcess

_FORM = re.compile(r'<form[^>]*action="(/_[fo]/[^"]+)".*?</form>', re.DOTALL)
_INPUT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def open_page(edge: EdgeProcess, slug: str, path: str, **more: Any) -> httpx.Response:
    """Return a page once it is live."""
    deadline = time.monotonic() + 10
    while True:
        answer = edge.request("GET", slug, path, **more)
        if answer.status_code == 200 or time.monotonic() > deadline:
            return answer
        time.sleep(0.05)


def form_of(html: str) -> tuple[str, dict[str, str]]:
    """Return where the first form posts to, and its hidden inputs."""
    found = _FORM.search(html)
    assert found, html[:500]
    hidden = {name: value.replace("&amp;", "&") for name, value in _INPUT.findall(found[0])}
    return found[1], hidden


def send(
    edge: EdgeProcess, slug: str, html: str, headers: dict[str, str] | None = None, /, **values: str
) -> httpx.Response:
    """Send the first form of a document with values filled in."""
    action, hidden = form_of(html)
    return edge.request("POST", slug, action, data={**hidden, **values}, headers=headers or {})

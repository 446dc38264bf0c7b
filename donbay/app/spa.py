"""The browser application: hashed files for ever, its one page never cached."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from donbay.app.api.problems import problem

_MISSING = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Donbay</title>
<p>Giao diện chưa được dựng. Hãy chạy <code>make run</code>.</p>
<p lang="en">The interface has not been built yet. Run <code>make run</code>.</p></html>"""


def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a built file, or the application's page for any other path."""
    root: Path = settings.DONBAY_SPA_DIR
    file = (root / ("mark.svg" if name == "favicon.ico" else name)).resolve()
    if name and file.is_relative_to(root.resolve()) and file.is_file():
        return _file(file, immutable=name.startswith("assets/"))
    if name.startswith("assets/"):
        return HttpResponse(status=404)
    index = root / "index.html"
    if not index.is_file():
        return HttpResponse(_MISSING, status=503)
    return _file(index, immutable=False)


def no_such_route(request: HttpRequest) -> HttpResponse:
    """Answer an unknown API path with a problem document."""
    return problem(
        request,
        status=404,
        code="no_such_route",
        words=("API không có đường dẫn này.", "The API has no such route."),
    )


def _file(file: Path, *, immutable: bool) -> HttpResponse:
    # Read at once: under ASGI Django would collect a file it streams by a plain iterator anyway.
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = HttpResponse(file.read_bytes(), content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    return response

"""The API's reference page: Swagger UI from the installed package, no foreign request."""

from __future__ import annotations

from pathlib import Path

import ninja
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from donbay.app.api.assembly import openapi

_STATIC = Path(ninja.__file__).parent / "static" / "ninja"
_ASSETS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
_INIT = (
    'SwaggerUIBundle({url: "/api/openapi.json", dom_id: "#docs", deepLinking: true,'
    " requestInterceptor: (r) => { const m = document.cookie.match(/csrftoken=([^;]+)/);"
    ' if (m) r.headers["X-CSRFToken"] = m[1]; return r; }});'
)
_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Donbay API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script></body></html>"""


def page(request: HttpRequest) -> HttpResponse:
    """Show the reference of every route."""
    return HttpResponse(_PAGE)


def asset(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve the reference page's own files."""
    if name == "start.js":
        return HttpResponse(_INIT, content_type="text/javascript")
    if name not in _ASSETS:
        raise Http404
    return HttpResponse((_STATIC / name).read_bytes(), content_type=_ASSETS[name])


def schema(request: HttpRequest) -> JsonResponse:
    """Return the OpenAPI document."""
    return JsonResponse(openapi())

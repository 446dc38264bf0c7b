"""Response headers of the app's own origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

Next = Callable[[HttpRequest], Any]  # sync or async: Django decides at start-up


def _policy() -> str:
    # Mantine writes style elements at run time, so styles may be inline; scripts never.
    edge = settings.DONBAY_CONFIG.edge_url
    return (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob: {edge} {edge.replace('://', '://*.')}; "
        "font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@sync_and_async_middleware
def content_security_policy(get_response: Next) -> Next:
    """Set the content security policy unless the view has set its own."""
    policy = _policy()

    if iscoroutinefunction(get_response):

        async def serve_async(request: HttpRequest) -> HttpResponse:
            response: HttpResponse = await get_response(request)
            response.headers.setdefault("Content-Security-Policy", policy)
            return response

        return serve_async

    def serve(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return serve

"""What every room's HTTP routes share: the request, pages of a list, language."""

from __future__ import annotations

from typing import Annotated, BinaryIO, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import StringConstraints

from donbay.core.errors import BadCursorGiven
from donbay.core.types import Actor
from donbay.kit import paging
from donbay.kit.sheets import XLSX

T = TypeVar("T")
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""What people call something: blanks alone are no name."""


class WorkspaceRequest(HttpRequest):
    """A request that was signed in and let into the workspace named in its path.

    Only a type: the way in (accounts.auth) puts both values on Django's own request.
    """

    actor: Actor
    workspace_id: int


class Page(Schema, Generic[T]):
    """One page of a list; `next_cursor` is null on the last."""

    items: list[T]
    next_cursor: str | None = None


def room_router(tag: str) -> Router:
    """Return a router whose routes are mounted under /api/v1/w/{workspace}/."""
    return Router(tags=[tag])


def read_cursor(cursor: str | None, length: int) -> list[str | int | None] | None:
    """Return the sort key inside a cursor given by a client, or None at the first page."""
    if not cursor:
        return None
    try:
        return paging.decode_cursor(cursor, length)
    except paging.BadCursor as error:
        raise BadCursorGiven from error


def sheet_response(book: BinaryIO, filename: str) -> HttpResponse:
    """Return a workbook as a download."""
    disposition = f'attachment; filename="{filename}"'
    return HttpResponse(
        book.read(), content_type=XLSX, headers={"Content-Disposition": disposition}
    )


def language_of(request: HttpRequest) -> str:
    """Return `vi` or `en` from Accept-Language; Vietnamese when nothing is said."""
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in ("vi", "en"):
            return code
    return "vi"

"""Who is asking: the signed-in member of the workspace in the path, or its API key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.security.session import SessionAuth

from donbay.accounts.actions import note_key_use
from donbay.accounts.models import User
from donbay.accounts.queries import find_actor, find_api_actor
from donbay.core.errors import NotFound
from donbay.core.types import Actor
from donbay.kit.clock import utcnow


def _slug(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["workspace"]) if match else ""


def signed_in_id(request: HttpRequest) -> UUID:
    """Return the id of the person signed in; raise AuthenticationError when nobody is."""
    if not isinstance(request.user, User):
        raise AuthenticationError
    return request.user.id


class MemberAuth(SessionAuth):
    """Lets an active member in by session; CSRF is checked on unsafe methods."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return the actor and leave it on the request."""
        user = request.user
        if not isinstance(user, User):
            return None
        actor = find_actor(user, _slug(request))
        if actor is None:  # signed in, but not here: the same answer as for no such workspace
            raise NotFound
        return _let_in(request, actor)


class KeyAuth(HttpBearer):
    """Lets an API key in by `Authorization: Bearer dbk_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor and leave it on the request."""
        now = utcnow()
        actor = find_api_actor(token, _slug(request))
        if actor is not None:
            note_key_use(actor=actor, now=now)
        return _let_in(request, actor)


def _let_in(request: Any, actor: Actor | None) -> Actor | None:
    if actor is not None:
        request.actor = actor
        request.workspace_id = actor.workspace_id
    return actor


def workspace_auth() -> list[APIKeyCookie | HttpBearer]:
    """Return the ways into a workspace, keys first: a key needs no CSRF token."""
    return [KeyAuth(), MemberAuth()]

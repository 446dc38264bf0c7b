"""Builders of people who sign in, and clients that speak for them."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.test import Client

from donbay.accounts.actions import add_member, create_api_key
from donbay.accounts.models import User
from donbay.core.types import Role
from tests.factories.people import NOW, Shop

PASSWORD = "mot-mat-khau-dai"
_numbers = count(1)


def a_member(shop: Shop, role: Role = "manager") -> User:
    """Create a user with a role in a shop."""
    email = f"{role}{next(_numbers)}@shop.vn"
    add_member(
        actor=shop.actor, now=NOW, email=email, name=role.title(), role=role, password=PASSWORD
    )
    return User.objects.get(email=email)


class Api:
    """Calls the API of one shop as one person or key."""

    def __init__(self, shop: Shop, user: User | None = None, secret: str = "") -> None:
        self.shop = shop
        self.client = Client()
        if user is not None:
            self.client.force_login(user)
        self.headers = {"Accept-Language": "vi"}
        if secret:
            self.headers["Authorization"] = f"Bearer {secret}"

    def __call__(self, method: str, path: str, body: Any = None, **extra: Any) -> Any:
        """Send a request to /api/v1/w/<shop><path> and return the response."""
        if body is not None:
            extra |= {"data": body, "content_type": "application/json"}
        url = f"/api/v1/w/{self.shop.slug}{path}"
        send = getattr(self.client, method.lower())
        return send(url, headers=self.headers, **extra)


def an_api(shop: Shop, role: Role = "manager") -> Api:
    """Return a client signed in with a role."""
    return Api(shop, a_member(shop, role))


def a_key_api(shop: Shop, role: Role = "manager") -> Api:
    """Return a client with an API key of a role."""
    _, secret = create_api_key(actor=shop.actor, now=NOW, name="key", role=role)
    return Api(shop, secret=secret)

"""One person in two shops, as the workspace switch needs it."""

from __future__ import annotations

import pytest

from donbay.accounts.actions import add_member
from tests.factories.accounts import Api, a_member
from tests.factories.people import NOW, a_shop

pytestmark = pytest.mark.django_db


def test_a_person_of_two_shops_sees_each_whole_with_her_role_there() -> None:
    first, second = a_shop(), a_shop()
    user = a_member(first, "manager")
    add_member(
        actor=second.actor, now=NOW, email=user.email, name="Lan", role="viewer", password=None
    )
    here, there = Api(first, user), Api(second, user)

    made = here("POST", "/products", {"name": "Sen", "price": 1_000}).json()
    shops = here.client.get("/api/v1/me").json()["workspaces"]

    assert {shop["slug"]: shop["role"] for shop in shops} == {
        first.slug: "manager",
        second.slug: "viewer",
    }
    assert [row["id"] for row in here("GET", "/products").json()["items"]] == [made["id"]]
    assert there("GET", "/products").json()["items"] == []
    assert there("GET", f"/products/{made['id']}").status_code == 404
    assert there("POST", "/products", {"name": "Sen", "price": 1_000}).status_code == 403

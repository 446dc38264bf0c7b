"""Counting segments over HTTP."""

from __future__ import annotations

import pytest

from tests.factories.accounts import an_api
from tests.factories.people import a_customer, a_shop

pytestmark = pytest.mark.django_db


def test_a_tree_is_counted_and_mistakes_are_named() -> None:
    shop = a_shop()
    api = an_api(shop, "viewer")
    a_customer(shop, email="a@example.vn")
    a_customer(shop, phone="0912345678")
    leaf = {"facet": "customer.email", "operator": "present"}

    counted = api("POST", "/segments/count", {"tree": {"version": 1, **leaf}})
    unknown = {"version": 1, "op": "all", "items": [leaf, {"facet": "x", "operator": "is"}]}
    refused = api("POST", "/segments/count", {"tree": unknown})
    facets = api("GET", "/segment-facets").json()

    assert counted.json() == {"count": 1}
    assert (refused.status_code, refused.json()["code"]) == (422, "facet_unknown")
    assert refused.json()["errors"][0]["pointer"] == "/tree/items/1"
    assert {"customer.tag", "customer.created"} <= {facet["key"] for facet in facets}

"""The segment facet: has she sent a page's form?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from psycopg.sql import SQL, Literal

from donbay.core.registry import FacetContext
from donbay.sites.actions import take_submissions
from donbay.sites.facets import compile_submitted, facets
from tests.factories.people import Shop
from tests.sites.builders import NOW, a_capture, a_published_page, a_shop

pytestmark = pytest.mark.django_db


def who(shop: Shop, operator: str, value: Any, now: Any = NOW) -> set[UUID]:
    predicate = compile_submitted(FacetContext(shop.id, now), operator, value)
    query = SQL("SELECT c.id FROM customers_customer AS c WHERE c.workspace_id = {} AND {}")
    with connection.cursor() as cursor:
        text = query.format(Literal(shop.id), predicate).as_string(connection.connection)
        cursor.execute(text)
        return {row[0] for row in cursor.fetchall()}


def test_the_facet_tells_who_sent_a_form_and_when() -> None:
    shop = a_shop()
    page, other = a_published_page(shop), a_published_page(shop)
    batch = [
        a_capture(shop, page, {"name": "Lan", "email": "lan@gmail.com"}),
        a_capture(shop, other, {"name": "Mai", "email": "mai@gmail.com"}),
    ]
    lan, mai = (
        UUID(str(outcome.result["customer_id"]))
        for outcome in take_submissions(shop.id, batch, NOW)
        if outcome.result
    )
    later = NOW + timedelta(days=8)

    assert who(shop, "has", str(page.id)) == {lan}
    assert who(shop, "has_not", str(page.id)) == {mai}
    assert who(shop, "has", {"page_id": str(page.id), "form_id": "form-ebook"}) == {lan}
    assert who(shop, "has", {"page_id": str(page.id), "form_id": "khac"}) == set()
    assert who(shop, "has", {"page_id": str(page.id), "within_days": 7}, later) == set()


@pytest.mark.parametrize("value", ["khong-phai-id", None, {"page_id": 1, "within_days": -1}])
def test_a_value_that_does_not_fit_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        compile_submitted(FacetContext(1, NOW), "has", value)


def test_pages_are_offered_by_name() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    (facet,) = facets()

    assert facet.choices is not None
    assert facet.choices(shop.id) == [{"value": str(page.id), "label": page.name}]

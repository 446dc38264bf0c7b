"""What a client may get wrong in a request, and what it is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from donbay.app.api.parser import StrictParser, Unstorable
from donbay.customers.models import Customer
from tests.factories.accounts import Api, an_api
from tests.factories.people import Shop, a_customer, a_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def api(shop: Shop) -> Api:
    return an_api(shop)


def _post(api: Api, body: bytes, language: str = "vi") -> Any:
    return api.client.post(
        f"/api/v1/w/{api.shop.slug}/customers",
        body,
        content_type="application/json",
        headers={**api.headers, "Accept-Language": language},
    )


@pytest.mark.parametrize("body", [b'{"full_name": ', b"\xff\xfe", b'{"full_name": "Lan",}'])
def test_a_body_that_is_no_json_is_named_in_both_languages(api: Api, body: bytes) -> None:
    vietnamese, english = _post(api, body), _post(api, body, "en")

    assert vietnamese.status_code == english.status_code == 400
    assert "JSON" in vietnamese.json()["title"]
    assert vietnamese.json()["title"] != english.json()["title"]


@pytest.mark.parametrize(("text", "status"), [("Lan\\u0000", 422), ("\\ud800", 400)])
def test_a_character_that_cannot_be_stored_is_refused_and_nothing_written(
    api: Api, shop: Shop, text: str, status: int
) -> None:
    customer_id = a_customer(shop)
    consent = f'{{"purpose": "advertising", "granted": true, "reason": "{text}"}}'

    answer = api.client.post(
        f"/api/v1/w/{api.shop.slug}/customers/{customer_id}/consents",
        consent.encode(),
        content_type="application/json",
        headers=api.headers,
    )

    assert answer.status_code == status, answer.content
    assert api("GET", f"/customers/{customer_id}/consents").json() == []


@pytest.mark.parametrize(
    "config",
    [
        '{"note": "a\\u0000"}',
        '{"a\\u0000": 1}',
        '{"list": [1, ["a", "\\u0000"]]}',
        '{"deep": {"deeper": [{"x\\u0000y": null}]}}',
    ],
)
def test_a_nul_anywhere_in_what_is_kept_as_json_is_refused(
    api: Api, shop: Shop, config: str
) -> None:
    start = f'{{"id": "start", "kind": "trigger.customer_created", "config": {config}}}'
    body = f'{{"name": "A", "graph": {{"version": 1, "nodes": [{start}], "edges": []}}}}'

    answer = api.client.post(
        f"/api/v1/w/{shop.slug}/flows", body.encode(), content_type="application/json",
        headers=api.headers,
    )  # fmt: skip

    assert answer.status_code == 422, answer.content
    assert api("GET", "/flows").json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        b'"a\\u0000"', b'{"a\\u0000": 1}', b'[1, ["a", {"b": "\\u0000"}]]',
        b'{"a": {"b": [{"c\\u0000d": null}]}}',
    ],
)  # fmt: skip
def test_a_body_with_a_nul_goes_no_further_than_its_reading(body: bytes) -> None:
    request = RequestFactory().post("/", body, content_type="application/json")

    with pytest.raises(Unstorable):
        StrictParser().parse_body(request)


def test_a_text_that_only_speaks_of_a_nul_is_kept(api: Api) -> None:
    answer = _post(api, b'{"full_name": "Lan \\\\u0000"}')

    assert answer.status_code == 201, answer.content
    assert answer.json()["full_name"] == "Lan \\u0000"


def test_a_nul_in_a_search_finds_nothing_or_is_refused(api: Api) -> None:
    assert api("GET", "/customers?q=a%00b").status_code in {200, 422}


def test_a_body_over_the_limit_is_told_so(api: Api, shop: Shop) -> None:
    answer = _post(api, b'{"full_name": "' + b"a" * 3_000_000 + b'"}')

    assert answer.status_code == 413
    assert "lớn" in answer.json()["title"]
    assert not Customer.objects.for_workspace(shop.id).exists()


@pytest.mark.parametrize(
    ("body", "vi", "en"),
    [
        (b'{"full_name": 5}', "Cần là chữ.", "This must be text."),
        (b'{"full_name": "Lan", "birthday": "30/13/1990"}', "Cần là ngày", "a date like"),
        (b'{"gender": "x"}', "Chỉ nhận: ", "This must be one of: "),
    ],
)
def test_a_wrong_value_is_explained_in_both_languages(
    api: Api, body: bytes, vi: str, en: str
) -> None:
    said = [_post(api, body, language).json()["errors"] for language in ("vi", "en")]

    assert vi in said[0][0]["message"]
    assert en in said[1][0]["message"]

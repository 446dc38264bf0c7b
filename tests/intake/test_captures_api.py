"""Failed captures over HTTP."""

from __future__ import annotations

import pytest

from donbay.intake.dispatch import Turn, dispatch
from donbay.intake.models import Capture
from tests.factories.accounts import an_api
from tests.factories.captures import a_capture
from tests.factories.people import a_shop

pytestmark = pytest.mark.django_db


def test_failed_captures_are_shown_and_tried_again() -> None:
    shop = a_shop()
    api = an_api(shop)
    for number in range(3):
        a_capture(shop.id, "test.unknown", {"n": number})
    Capture.objects.for_workspace(shop.id).update(attempts=2)
    dispatch(Turn())

    first = api("GET", "/captures?state=failed&limit=2").json()
    second = api("GET", f"/captures?limit=2&cursor={first['next_cursor']}").json()
    capture = first["items"][0]
    retried = api("POST", f"/captures/{capture['id']}/retry")

    assert [item["payload"]["n"] for item in first["items"] + second["items"]] == [2, 1, 0]
    assert capture["error"]["vi"]
    assert (retried.status_code, retried.json()["state"]) == (202, "new")
    assert api("POST", f"/captures/{capture['id']}/retry").status_code == 409
    assert an_api(a_shop())("POST", f"/captures/{capture['id']}/retry").status_code == 404

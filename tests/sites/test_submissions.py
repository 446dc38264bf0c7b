"""Form captures become customers, consents, submissions and events, each exactly once."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donbay.customers.queries import consents_for, list_consents, load_profiles
from donbay.sites.actions import (
    erase_answers,
    publish_page,
    record_past_submissions,
    take_submissions,
)
from donbay.sites.errors import BadAnswers
from donbay.sites.queries import list_pages, list_submissions
from tests.factories import people
from tests.factories.people import Shop, a_customer
from tests.sites.builders import (
    NOW,
    a_capture,
    a_form,
    a_page,
    a_published_page,
    a_shop,
    change,
    one_section,
)

pytestmark = pytest.mark.django_db

HUONG = {"name": "Nguyễn Thu Hương", "email": " Huong@Gmail.com ", "phone": "0912 345 678"}


def _object(value: Any) -> dict[str, Any]:
    return dict(json.loads(value) if isinstance(value, str) else value)


def events(shop: Shop, kind: str) -> list[tuple[UUID, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer_id, data FROM log_event WHERE workspace_id = %s AND kind = %s "
            "ORDER BY id",
            [shop.id, kind],
        )
        return [(customer_id, _object(data)) for customer_id, data in cursor.fetchall()]


def test_a_submission_makes_a_customer_with_clean_phone_and_source() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    context = {"utm": {"source": "facebook", "campaign": "sen"}, "url": "http://x/y"}

    (outcome,) = take_submissions(shop.id, [a_capture(shop, page, HUONG, context=context)], NOW)

    assert outcome.error is None
    assert outcome.result is not None
    customer_id = UUID(str(outcome.result["customer_id"]))
    profile = load_profiles(shop.id, [customer_id])[customer_id]
    assert (profile.full_name, profile.email, profile.phone) == (
        "Nguyễn Thu Hương",
        "huong@gmail.com",
        "+84912345678",
    )
    assert profile.source == {
        "utm_source": "facebook",
        "utm_campaign": "sen",
        "page_id": str(page.id),
    }
    ((event_customer, data),) = events(shop, "form.submitted")
    assert event_customer == customer_id
    assert data["page_id"] == str(page.id)
    assert data["form_id"] == "form-ebook"
    assert data["utm_source"] == "facebook"
    assert data["submission_id"] == outcome.result["submission_id"]


def test_no_tick_no_consent_and_a_tick_leaves_proof() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    context = {"ip": "203.0.113.9", "user_agent": "Firefox", "url": "http://sen.localhost/x"}
    silent = a_capture(shop, page, HUONG, context=context)
    willing = a_capture(
        shop, page, {"name": "Lan", "email": "lan@gmail.com"}, consent=True, context=context
    )

    first, second = take_submissions(shop.id, [silent, willing], NOW)

    ids = [UUID(str(o.result["customer_id"])) for o in (first, second) if o.result]
    assert consents_for(shop.id, ids, "advertising", "email") == {ids[1]}
    assert consents_for(shop.id, ids, "advertising", "sms") == set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT evidence, text_hash FROM customers_consent WHERE workspace_id = %s", [shop.id]
        )
        ((evidence, text_hash),) = cursor.fetchall()
    evidence = _object(evidence)
    assert evidence["ip"] == "203.0.113.9"
    assert evidence["user_agent"] == "Firefox"
    assert evidence["text_hash"] == text_hash
    assert evidence["form_id"] == "form-ebook"


def test_the_ledger_keeps_the_words_that_each_visitor_saw() -> None:
    shop = a_shop()
    page = a_page(shop)
    seen: dict[str, Any] = {}
    for words in ("Tôi đồng ý nhận ưu đãi.", "Tôi đồng ý nhận mọi thứ."):
        consent = {"text": words, "channels": ["email"]}
        change(shop, page, one_section(a_form(consent=consent)))
        seen[words] = publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    captures = [
        a_capture(
            shop, opened, {"name": "Lan", "email": f"k{n}@gmail.com"}, form_id="form", consent=True
        )
        for n, opened in enumerate(seen.values())
    ]

    outcomes = take_submissions(shop.id, captures[::-1], NOW)[::-1]

    for outcome, (words, opened) in zip(outcomes, seen.items(), strict=True):
        assert outcome.result is not None
        (line,) = list_consents(shop.id, UUID(str(outcome.result["customer_id"])))
        assert line.text == words
        assert line.evidence["publication"] == str(opened.published_version)
        assert line.evidence["page_id"] == str(page.id)
        assert line.evidence["text_hash"] == hashlib.sha256(words.encode()).hexdigest()


def test_what_was_sent_in_the_past_is_kept_at_its_own_time() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    then = NOW - timedelta(days=40)
    lan = a_customer(people.Shop(shop.id, shop.slug), full_name="Lan", email="lan@gmail.com")
    values = {"name": "Lan", "email": "lan@gmail.com"}
    context = {"utm": {"source": "zalo"}, "ip": "203.0.113.9"}
    sent = a_capture(shop, page, values, consent=True, context=context, received_at=then)

    record_past_submissions(actor=shop.actor, captures=[sent], customers={sent.id: lan})

    (row,) = list_submissions(shop.actor, page.id)
    assert (row.at, row.customer_id, row.values) == (then, lan, values)
    assert row.consent
    ((customer_id, data),) = events(shop, "form.submitted")
    assert (customer_id, data["submission_id"]) == (lan, str(row.id))
    assert data["utm_source"] == "zalo"
    (line,) = list_consents(shop.id, lan)
    assert (line.at, line.evidence["ip"]) == (then, "203.0.113.9")
    wrong = a_capture(shop, page, {"name": "Lan", "email": "?"})
    with pytest.raises(BadAnswers):
        record_past_submissions(actor=shop.actor, captures=[wrong], customers={wrong.id: lan})


def test_the_same_capture_twice_is_one_submission_with_the_same_answer() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    capture = a_capture(shop, page, HUONG)

    first = take_submissions(shop.id, [capture], NOW)
    second = take_submissions(shop.id, [capture], NOW + timedelta(seconds=9))

    assert first == second
    assert len(list_submissions(shop.actor, page.id)) == 1
    assert len(events(shop, "form.submitted")) == 1


def test_two_writings_of_a_phone_are_one_customer_who_keeps_her_name() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    take_submissions(shop.id, [a_capture(shop, page, HUONG)], NOW)
    stranger = {"name": "Kẻ Lạ", "email": "huong@gmail.com", "phone": "+84912345678"}

    (outcome,) = take_submissions(shop.id, [a_capture(shop, page, stranger)], NOW)

    assert outcome.result is not None
    customer_id = UUID(str(outcome.result["customer_id"]))
    assert load_profiles(shop.id, [customer_id])[customer_id].full_name == "Nguyễn Thu Hương"
    assert len({row.customer_id for row in list_submissions(shop.actor, page.id)}) == 1


@pytest.mark.parametrize(
    ("values", "form_id", "code"),
    [
        ({"email": "a@b.vn"}, "form-ebook", "form_answers_bad"),
        ({"name": "A", "email": "không phải thư"}, "form-ebook", "form_answers_bad"),
        ({"name": "A", "email": "a@b.vn", "phone": "123"}, "form-ebook", "form_answers_bad"),
        ({"name": "A", "email": "a@b.vn"}, "form-khac", "form_unknown"),
    ],
)
def test_what_does_not_fit_is_kept_as_an_error_and_stops_nobody(
    values: dict[str, str], form_id: str, code: str
) -> None:
    shop = a_shop()
    page = a_published_page(shop)
    bad = a_capture(shop, page, values, form_id=form_id)

    refused, taken = take_submissions(shop.id, [bad, a_capture(shop, page, HUONG)], NOW)

    assert refused.error is not None
    assert refused.error["code"] == code
    assert refused.error["vi"]
    assert taken.result is not None


def test_a_form_of_an_earlier_publication_is_checked_by_its_own_words() -> None:
    shop = a_shop()
    page = a_page(shop)
    change(shop, page, one_section(a_form()))
    first = publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    changed = a_form(fields=[{"key": "sdt", "type": "phone", "label": "Số", "required": True}])
    change(shop, page, one_section(changed))
    publish_page(actor=shop.actor, now=NOW, page_id=page.id)
    values = {"name": "Lan", "email": "lan@gmail.com"}

    (outcome,) = take_submissions(
        shop.id, [a_capture(shop, first, values, form_id="form", consent=True)], NOW
    )

    assert outcome.result is not None
    ids = [UUID(str(outcome.result["customer_id"]))]
    assert consents_for(shop.id, ids, "advertising", "sms") == set(ids)


def test_500_captures_take_a_constant_number_of_statements() -> None:
    shop = a_shop()
    page = a_published_page(shop)

    def statements(number: int, start: int) -> int:
        batch = [
            a_capture(
                shop,
                page,
                {"name": f"Khách {i}", "email": f"k{i}@gmail.com", "phone": f"09{i:08d}"},
                consent=True,
            )
            for i in range(start, start + number)
        ]
        with CaptureQueriesContext(connection) as queries:
            outcomes = take_submissions(shop.id, batch, NOW)
        assert all(outcome.result for outcome in outcomes)
        return len(queries)

    few = statements(5, 10)
    many = statements(500, 1000)

    assert many <= few + 4
    (info,) = list_pages(shop.actor)
    assert info.submissions == 505


def test_erasing_a_customer_empties_her_answers() -> None:
    shop = a_shop()
    page = a_published_page(shop)
    (outcome,) = take_submissions(shop.id, [a_capture(shop, page, HUONG)], NOW)
    assert outcome.result is not None

    erase_answers(shop.id, [UUID(str(outcome.result["customer_id"]))], NOW)

    (row,) = list_submissions(shop.actor, page.id)
    assert row.values == {}

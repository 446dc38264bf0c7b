"""Who a person is, and what a form may change."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from donbay.customers.person import coerce_field
from donbay.customers.queries import (
    find_by_identity,
    get_profile,
    identities_of,
    list_merge_suggestions,
)
from donbay.customers.types import FieldDef, PersonInput
from tests.factories.people import Shop, a_customer, a_shop, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def test_three_writings_of_a_phone_are_one_customer(shop: Shop) -> None:
    writings = ["01645678901", "+84 34 567 8901", "345678901"]

    made = people(shop, *(PersonInput(full_name="Hoà", phone=phone) for phone in writings))

    assert len({person.customer_id for person in made}) == 1
    assert [person.created for person in made] == [True, False, False]
    assert get_profile(shop.id, made[0].customer_id).phone == "+84345678901"


def test_a_stranger_who_knows_an_email_cannot_rename_its_owner(shop: Shop) -> None:
    owner = a_customer(shop, full_name="Nguyễn Thị Lan", email="lan@example.vn")

    (made,) = people(
        shop, PersonInput(full_name="Kẻ Lạ", email="LAN@example.vn ", phone="0912345678")
    )

    profile = get_profile(shop.id, owner)
    assert made.customer_id == owner
    assert (profile.full_name, profile.phone) == ("Nguyễn Thị Lan", "+84912345678")


def test_overwrite_replaces_what_is_known_but_not_where_somebody_came_from(shop: Shop) -> None:
    owner = a_customer(
        shop, full_name="Lan", email="lan@example.vn", source={"utm_source": "facebook"}
    )

    people(
        shop,
        PersonInput(
            full_name="Nguyễn Thị Lan", email="lan@example.vn", source={"utm_source": "zalo"}
        ),
        overwrite=True,
    )

    profile = get_profile(shop.id, owner)
    assert (profile.full_name, profile.given_name) == ("Nguyễn Thị Lan", "Lan")
    assert profile.source == {"utm_source": "facebook"}


def test_when_two_owners_match_the_phone_wins_and_a_merge_is_suggested(shop: Shop) -> None:
    by_phone = a_customer(shop, full_name="An", phone="0912345678")
    by_email = a_customer(shop, full_name="Bình", email="binh@example.vn")

    (made,) = people(shop, PersonInput(phone="0912345678", email="binh@example.vn"))
    people(shop, PersonInput(phone="0912345678", email="binh@example.vn"))

    (suggestion,) = list_merge_suggestions(shop.id)
    assert made.customer_id == by_phone
    assert made.conflicts == (by_email,)
    assert (suggestion.customer_id, suggestion.other_id) == (by_phone, by_email)
    assert suggestion.reason == "shared_email"
    assert get_profile(shop.id, by_phone).email is None


def test_a_new_identity_joins_the_customer_found_by_another(shop: Shop) -> None:
    owner = a_customer(shop, full_name="An", phone="0912345678")

    people(shop, PersonInput(phone="0912345678", email="an@example.vn"))

    assert find_by_identity(shop.id, "email", "an@example.vn") == owner
    assert identities_of(shop.id, owner) == [
        ("email", "an@example.vn"),
        ("phone", "+84912345678"),
    ]


def test_a_bad_value_is_left_out_and_named(shop: Shop) -> None:
    (made,) = people(shop, PersonInput(full_name="An", phone="12", email="an@"))

    assert made.created
    assert dict(made.problems) == {"phone": "phone_invalid", "email": "email_invalid"}


def test_the_same_phone_in_another_shop_is_another_customer(shop: Shop) -> None:
    here = a_customer(shop, phone="0912345678")
    there = a_customer(a_shop(), phone="0912345678")

    assert here != there


def test_events_say_what_happened_without_personal_data(shop: Shop) -> None:
    people(shop, PersonInput(full_name="An", phone="0912345678", source={"utm_source": "fb"}))
    people(shop, PersonInput(phone="0912345678", email="an@example.vn"))
    people(shop, PersonInput(phone="0912345678", email="an@example.vn"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, data::text FROM log_event ORDER BY id")
        rows = cursor.fetchall()
    assert Counter(kind for kind, _ in rows) == {"customer.created": 1, "customer.updated": 1}
    assert "example.vn" not in str(rows)
    assert "0912345678" not in str(rows)


def test_a_batch_costs_a_constant_number_of_statements(
    shop: Shop, django_assert_max_num_queries
) -> None:
    given = [PersonInput(full_name=f"N {i}", phone=f"09{i:08d}") for i in range(500)]

    with django_assert_max_num_queries(10):
        made = people(shop, *given)

    assert sum(person.created for person in made) == 500


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (12.5, 12.5), ("12,5", 12.5), ("12.5", 12.5), ("1.250.000", 1_250_000),
        ("100.000", 100_000), ("1.250.000,5", 1_250_000.5), ("1,250,000", 1_250_000),
        ("1,250.5", 1250.5), ("-3", -3), (" 1 250 ", 1250), (12.345, 12.345),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written: object, number: float) -> None:
    assert coerce_field(written, FieldDef("n", "Số", "number")) == number


@pytest.mark.parametrize("written", ["ba", "1.2.3", "12,5,0", "1e400", 10**15, "nan", True])
def test_what_is_no_number_is_refused(written: object) -> None:
    with pytest.raises(ValueError):
        coerce_field(written, FieldDef("n", "Số", "number"))

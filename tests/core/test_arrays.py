"""Array literals come back from PostgreSQL as they went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donbay.core.arrays import array, literal, text_array
from donbay.core.sqlfile import _written

pytestmark = pytest.mark.django_db
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
instants = st.integers(-(10**15), 10**16).map(
    lambda micros: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)
A_UUID = UUID("01a207b3-f0c6-7021-b792-84241988927a")
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _back(literal: str, type_: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{type_}[]", [literal])
        return cursor.fetchone()[0]


NASTY = (
    None, "", "NULL", "null", '"', '""', "\\", '\\"', '"\\', ",", "{", "}", "{}", '","', " a ",
    "\n", "\t", "it's", "%s", "%(x)s", "Đặng Thị Ngọc Ánh", "👩‍🔬", "e\u0301", "a,b", "\\N", "\\\\",
)  # fmt: skip


@pytest.mark.parametrize("others", [[], ["Lan"], [None], ['"'], ["\\"], [","]])
@pytest.mark.parametrize("value", NASTY)
def test_what_means_something_in_a_literal_is_text(value: str | None, others: list[Any]) -> None:
    values = [*others, value, *others]

    assert _back(text_array(values), "text") == values
    assert _back(text_array([*values, None]), "text") == [*values, None]


def test_texts_that_only_together_look_like_quoting() -> None:
    for values in (['a"', '"b'], ['a","b'], ['"', "x", '"'], ["", '"', ""], ['a"b', 'c"d'], []):
        assert _back(text_array(values), "text") == values


@many
@given(st.lists(st.none() | texts))
def test_texts(values: list[str | None]) -> None:
    assert _back(text_array(values), "text") == values


@many
@given(st.lists(st.none() | st.uuids()), st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_ids_and_numbers(ids: list[Any], numbers: list[int]) -> None:
    assert _back(array(ids), "uuid") == ids
    assert _back(array(numbers), "bigint") == numbers


@many
@given(st.lists(st.none() | instants))
def test_instants(values: list[datetime | None]) -> None:
    assert _back(array(values), "timestamptz") == values


@many
@given(st.lists(st.none() | st.booleans()), st.lists(st.none() | st.dates()))
def test_truths_and_days(truths: list[bool | None], days: list[date | None]) -> None:
    written = literal(truths)
    assert written is not None
    assert _back(written, "boolean") == truths
    assert _back(array(days), "date") == days


def test_neighbours_that_are_equal_but_not_the_same_keep_their_own_text() -> None:
    instant = datetime(2026, 11, 23, 3, tzinfo=UTC)
    vietnam = instant.astimezone(timezone(timedelta(hours=7)))

    assert _back(array([1, None, 1, 2]), "bigint") == [1, None, 1, 2]
    assert _back(array([instant, vietnam, None, instant]), "timestamptz") == [
        instant, instant, None, instant,
    ]  # fmt: skip
    assert _back(text_array(["a", "a", None, "b"]), "text") == ["a", "a", None, "b"]


@pytest.mark.parametrize("values", [[1, True], [True, 1], [1.5], [b"x"], [["a"]], ["a", 1]])
def test_what_is_of_no_simple_type_is_left_to_the_driver(values: list[Any]) -> None:
    assert literal(values) is None


def test_a_statement_takes_lists_of_anything_as_they_are() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %(texts)s::text[], %(truths)s::boolean[], %(ids)s::uuid[], %(none)s::text[]",
            _written({"texts": list(NASTY), "truths": [True, None, False], "ids": [A_UUID, None],
                      "none": []}),
        )  # fmt: skip
        assert cursor.fetchone() == (list(NASTY), [True, None, False], [A_UUID, None], [])

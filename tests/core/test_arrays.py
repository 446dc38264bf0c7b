"""Array literals come back from PostgreSQL as they went in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donbay.core.arrays import array, text_array

pytestmark = pytest.mark.django_db
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
instants = st.integers(-(10**15), 10**16).map(
    lambda micros: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _back(literal: str, type_: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{type_}[]", [literal])
        return cursor.fetchone()[0]


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

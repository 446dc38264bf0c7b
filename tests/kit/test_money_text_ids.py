"""Money, text, time, identifiers, cursors and signatures."""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit import signing
from donbay.kit.clock import add_local_days
from donbay.kit.ids import uuid7
from donbay.kit.money import percent_of
from donbay.kit.paging import BadCursor, decode_cursor, encode_cursor
from donbay.kit.text import (
    InvalidEmail,
    clean,
    fold,
    given_name,
    normalise_email,
    slugify,
    sort_key,
)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_percentage_is_never_more_than_the_whole(amount: int) -> None:
    assert 0 <= percent_of(amount, 15) <= amount


def test_search_form_ignores_accents_and_writing() -> None:
    assert fold("Nguyễn Thị Hoà") == fold("nguyen thi hòa") == "nguyen thi hoa"
    assert clean("Nguye\u0302\u0303n  Thi\u0323 Hoa\u0300") == "Nguyễn Thị Hoà"
    assert given_name(" Nguyễn Thị  Hoà ") == "Hoà"
    assert slugify("E-book chăm sóc da: Đẹp!") == "e-book-cham-soc-da-dep"


def test_sorts_by_the_vietnamese_alphabet() -> None:
    words = ["z", "đo", "bê", "an", "ăn", "ba", "do"]

    assert sorted(words, key=sort_key) == ["an", "ăn", "ba", "bê", "do", "đo", "z"]


@pytest.mark.parametrize("bad", ["", "a@b", "a b@c.vn", "@x.vn", "a@x..vn", "a..b@x.vn", "a@x.v"])
def test_refuses_addresses_that_cannot_receive(bad: str) -> None:
    with pytest.raises(InvalidEmail):
        normalise_email(bad)


def test_days_are_counted_on_the_calendar_of_the_zone() -> None:
    entered = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)  # 29 November, 01:30 in Vietnam

    assert add_local_days(entered, 5) == datetime(2026, 12, 3, 18, 30, tzinfo=UTC)


def test_ids_are_in_order_of_time() -> None:
    made = [uuid7() for _ in range(2)]

    assert made[0].version == 7
    assert made[0].variant == "specified in RFC 4122"
    assert made[0].bytes[:6] <= made[1].bytes[:6]


@given(st.text(max_size=30))
def test_foreign_cursors_are_refused(text: str) -> None:
    try:
        key = decode_cursor(text, 2)
    except BadCursor:
        return
    assert len(key) == 2


def test_cursor_round_trips() -> None:
    assert decode_cursor(encode_cursor("ăn", 7), 2) == ["ăn", 7]


@given(st.lists(st.integers(min_value=0, max_value=2**63), max_size=4))
def test_tokens_hold_what_was_signed(numbers: list[int]) -> None:
    signing.set_link_keys([b"k" * 32])
    token = signing.sign("click", *numbers)

    assert signing.verify("click", token) == tuple(numbers)
    with pytest.raises(signing.BadToken):
        signing.verify("open", token)


@given(st.integers(min_value=0, max_value=2**40), st.data())
def test_a_changed_token_is_refused(number: int, data: st.DataObject) -> None:
    signing.set_link_keys([b"k" * 32])
    token = signing.sign("click", number)
    place = data.draw(st.integers(min_value=0, max_value=len(token) - 1))
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]

    with pytest.raises(signing.BadToken):
        signing.verify("click", changed)


@given(st.binary(min_size=32, max_size=200), st.integers(min_value=0, max_value=127))
def test_tokens_are_hmac_sha256(key: bytes, number: int) -> None:
    signing.set_link_keys([key])

    raw = base64.urlsafe_b64decode(signing.sign("click", number) + "==")

    assert raw[:16] == hmac.digest(key, b"click\0" + bytes([number]), "sha256")[:16]

"""Phones as people write them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit.phone import InvalidPhone, local_phone, normalise_phone, typed_digits


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("0912345678", "+84912345678"),
        ("0912 345 678", "+84912345678"),
        ("+84912345678", "+84912345678"),
        ("+84 (0)912 345 678".replace("(0)", ""), "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("01645678901", "+84345678901"),
        ("+84 34 567 8901", "+84345678901"),
        ("345678901", "+84345678901"),
        ("01234567890", "+84834567890"),
        ("0841234567", "+84841234567"),
        ("841234567", "+84841234567"),
        ("02838123456", "+842838123456"),
        ("+6591234567", "+6591234567"),
        ("０９１２３４５６７８", "+84912345678"),
    ],
)
def test_normalises(written: str, normal: str) -> None:
    assert normalise_phone(written) == normal


@pytest.mark.parametrize("written", ["", "abc", "12345", "0212", "09123456789", "+", "++84", "01"])
def test_refuses_what_cannot_be_called(written: str) -> None:
    with pytest.raises(InvalidPhone):
        normalise_phone(written)


@given(st.text(max_size=20))
def test_never_breaks_and_is_stable(text: str) -> None:
    try:
        normal = normalise_phone(text)
    except InvalidPhone:
        return

    assert normalise_phone(normal) == normal
    assert normalise_phone(local_phone(normal)) == normal or not normal.startswith("+84")


@given(st.sampled_from(["", "+84", "0084", "84"]), st.integers(10**8, 10**10 - 1), st.data())
def test_the_numbers_library_calls_the_same_number(
    prefix: str, digits: int, data: st.DataObject
) -> None:
    """What we take for a Vietnamese number, the widely used library reads as the same one."""
    national = str(digits)
    blanks = data.draw(st.integers(0, len(national)))
    written = f"{prefix or '0'}{national[:blanks]} {national[blanks:]}"

    try:
        normal = normalise_phone(written)
    except InvalidPhone:
        return

    theirs = phonenumbers.parse(normal, None)
    assert phonenumbers.format_number(theirs, phonenumbers.PhoneNumberFormat.E164) == normal
    assert phonenumbers.region_code_for_country_code(theirs.country_code or 0) == "VN"
    assert phonenumbers.is_possible_number(theirs)


@given(st.sampled_from("35789"), st.integers(0, 10**8 - 1))
def test_a_mobile_number_to_us_is_one_to_the_library(first: str, rest: int) -> None:
    """Not the other way: it also knows prefixes that no operator has been given."""
    national = f"{first}{rest:08d}"

    try:
        normal = normalise_phone(national)
    except InvalidPhone:
        return

    theirs = phonenumbers.parse(normal, None)
    assert phonenumbers.number_type(theirs) == phonenumbers.PhoneNumberType.MOBILE


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("+84 912 345", "0912345"),
        ("0084912345678", "0912345678"),
        ("+(84) 912-345", "0912345"),
        ("0912.345", "0912345"),
        ("84912345678", "84912345678"),
        ("+1 415", "1415"),
        ("DH00001", ""),
        ("lan 0912", ""),
        ("", ""),
    ],
)
def test_the_digits_of_what_is_typed_into_a_search(typed, digits):
    assert typed_digits(typed) == digits

"""Phones as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit.phone import InvalidPhone, local_phone, normalise_phone


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

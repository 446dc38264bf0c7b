"""Names of banks by the digits in a VietQR."""

from __future__ import annotations

from donbay.kit.banks import BANKS, bank_name


def test_a_bank_is_named_and_an_unknown_one_shown_by_its_digits() -> None:
    assert bank_name("970436") == "Vietcombank"
    assert bank_name("970418") == "BIDV"
    assert bank_name("999999") == "BIN 999999"
    assert all(len(bin_) == 6 and bin_.isdigit() for bin_ in BANKS)

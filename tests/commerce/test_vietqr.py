import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.commerce.vietqr import (
    build_vietqr,
    crc16,
    draw_png,
    draw_svg,
    parse_tlv,
    to_bank_ascii,
)

# Published by other projects and by the standard's examples.
VECTORS: list[tuple[dict[str, Any], str]] = [
    (
        {
            "bank_bin": "970415",
            "account": "0011001932418",
            "amount": 120_000,
            "memo": "ung ho lu lut",
        },
        (
            "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA"
            "530370454061200005802VN62170813ung ho lu lut6304C15C"
        ),
    ),
    (
        {
            "bank_bin": "970436",
            "account": "1026806174",
            "amount": 399_000,
            "name": "LE PHU THACH",
            "memo": "NB123ABC LE PHU THACH",
        },
        (
            "00020101021238540010A00000072701240006970436011010268061740208QRIBFTTA"
            "530370454063990005802VN5912LE PHU THACH62250821NB123ABC LE PHU THACH63049F78"
        ),
    ),
    (
        {"bank_bin": "970415", "account": "113366668888"},
        (
            "00020101021138560010A0000007270126000697041501121133666688880208QRIBFTTA"
            "53037045802VN6304F443"
        ),
    ),
]


@pytest.mark.parametrize(("given_fields", "payload"), VECTORS)
def test_published_vectors(given_fields, payload):
    assert build_vietqr(**given_fields) == payload


def test_memo_of_a_dynamic_code_ends_like_the_computed_vector():
    payload = build_vietqr(
        bank_bin="970415", account="113366668888", amount=79_000, memo="Ung Ho Quy Vac Xin"
    )

    assert payload.endswith("53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF")


def test_crc_of_the_catalogue_check_string():
    assert crc16(b"123456789") == 0x29B1


@given(
    account=st.text("0123456789", min_size=1, max_size=19),
    amount=st.one_of(st.none(), st.integers(1, 9_999_999_999_999)),
    memo=st.text(max_size=60),
    name=st.text(max_size=60),
)
def test_every_payload_parses_back(account, amount, memo, name):
    payload = build_vietqr(bank_bin="970436", account=account, amount=amount, memo=memo, name=name)

    fields = parse_tlv(payload)
    receiver = parse_tlv(parse_tlv(fields["38"])["01"])

    assert payload.isascii()
    assert receiver == {"00": "970436", "01": account}
    assert fields.get("54") == (None if amount is None else str(amount))
    assert fields["63"] == f"{crc16(payload[:-4].encode()):04X}"
    assert len(parse_tlv(fields.get("62", "0800")).get("08", "")) <= 25


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank_bin": "97043", "account": "1"},
        {"bank_bin": "970436", "account": ""},
        {"bank_bin": "970436", "account": "1" * 20},
        {"bank_bin": "970436", "account": "1", "amount": 0},
    ],
)
def test_wrong_fields_are_refused(wrong):
    with pytest.raises(ValueError):
        build_vietqr(**wrong)


def test_memo_keeps_what_banks_keep():
    assert to_bank_ascii("Đơn hàng DH00012 – cảm ơn chị!", 25) == "Don hang DH00012 cam on c"


def test_pictures_read_back_as_the_published_vector():
    zxingcpp = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image")
    fields, payload = VECTORS[0]

    png = draw_png(build_vietqr(**fields))
    read = zxingcpp.read_barcodes(image.open(io.BytesIO(png)).convert("L"))

    assert [code.text for code in read] == [payload]
    svg = draw_svg(payload)
    assert svg.startswith("<?xml")
    # A fixed size would be cut off, not shrunk, in a narrower place: nobody could scan it.
    assert "viewBox=" in svg.partition(">")[2].partition(">")[0]
    assert "width=" not in svg

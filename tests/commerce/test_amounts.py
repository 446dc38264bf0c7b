import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.commerce.amounts import (
    Amounts,
    PricedLine,
    ShippingTerms,
    VoucherTerms,
    compute_amounts,
    compute_discount,
    compute_shipping,
)

MONEY = st.integers(0, 10**9)


def test_percent_floors_to_one_dong():
    assert compute_discount(99_999, VoucherTerms("percent", 15)) == 14_999


def test_amount_never_exceeds_the_goods():
    assert compute_discount(30_000, VoucherTerms("amount", 50_000)) == 30_000


@pytest.mark.parametrize(("subtotal", "fee"), [(499_999, 30_000), (500_000, 0)])
def test_delivery_is_free_from_the_threshold(subtotal, fee):
    assert compute_shipping(subtotal, ShippingTerms(30_000, 500_000)) == fee


def test_a_voucher_does_not_cost_the_free_delivery():
    amounts = compute_amounts(
        [PricedLine(250_000, 2)], VoucherTerms("amount", 50_000), ShippingTerms(30_000, 500_000)
    )

    assert amounts == Amounts(500_000, 50_000, 0, 450_000)


@given(
    lines=st.lists(st.builds(PricedLine, price=MONEY, quantity=st.integers(1, 99)), min_size=1),
    voucher=st.one_of(
        st.none(),
        st.builds(VoucherTerms, kind=st.just("percent"), value=st.integers(1, 100)),
        st.builds(VoucherTerms, kind=st.just("amount"), value=MONEY),
    ),
    fee=st.integers(0, 10**6),
    free_from=st.one_of(st.none(), MONEY),
)
def test_totals_are_consistent_and_never_negative(lines, voucher, fee, free_from):
    amounts = compute_amounts(lines, voucher, ShippingTerms(fee, free_from))

    assert amounts.total == amounts.subtotal - amounts.discount + amounts.shipping_fee
    assert 0 <= amounts.discount <= amounts.subtotal
    assert amounts.shipping_fee in (0, fee)
    assert amounts.total >= 0

"""Orders of the past with the codes they used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from donbay.commerce.actions import PastOrder, give_vouchers, record_past_orders
from donbay.commerce.errors import VoucherExpired, VoucherUsed
from donbay.commerce.models import VoucherCode
from donbay.commerce.queries import get_order
from donbay.log.queries import events_of_customer
from tests.factories.commerce import NOW, a_product, a_request, a_shop, a_voucher
from tests.factories.people import Shop, a_customer

pytestmark = pytest.mark.django_db


class Past:
    """A shop whose customer was given a code ten days ago."""

    def __init__(self) -> None:
        self.actor = a_shop()
        self.product = a_product(self.actor)
        shop = Shop(self.actor.workspace_id, "")
        self.lan = a_customer(shop, full_name="Lan", phone="0912345678")
        voucher = a_voucher(self.actor, valid_days=7)
        self.code = give_vouchers(
            actor=self.actor, now=NOW - timedelta(days=10), voucher_id=voucher.id,
            customer_ids=[self.lan], issue_key_prefix="test",
        )[self.lan]  # fmt: skip

    def order(self, days_ago: int, state: str = "completed") -> PastOrder:
        request = a_request(self.product, customer_id=self.lan, voucher_code=self.code)
        at = NOW - timedelta(days=days_ago)
        return PastOrder(request, at, state, at + timedelta(days=1))  # type: ignore[arg-type]  # a literal of the cases


def test_a_past_order_uses_the_code_she_had_then() -> None:
    past = Past()

    (order_id,) = record_past_orders(actor=past.actor, orders=[past.order(5)])

    order = get_order(past.actor.workspace_id, order_id)
    code = VoucherCode.objects.for_workspace(past.actor.workspace_id).get(code=past.code)
    assert (order.voucher_code, order.discount) == (past.code, order.subtotal // 10)
    assert (code.state, code.order_id) == ("used", order_id)
    events = {e.kind: e for e in events_of_customer(past.actor.workspace_id, past.lan)}
    assert events["voucher.used"].occurred_at == order.placed_at
    assert events["voucher.used"].subject_id == code.id


def test_a_code_of_the_past_worked_once_and_in_its_time() -> None:
    past = Past()

    with pytest.raises(VoucherUsed):
        record_past_orders(actor=past.actor, orders=[past.order(6), past.order(5)])
    with pytest.raises(VoucherExpired):
        record_past_orders(actor=past.actor, orders=[past.order(2)])
    with pytest.raises(ValueError, match="gives its code back"):
        record_past_orders(actor=past.actor, orders=[past.order(5, "cancelled")])

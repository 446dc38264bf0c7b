"""Two of everything at once, on real connections: stock, vouchers, hand-outs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from donbay.commerce import actions, errors, queries
from donbay.commerce.types import Contact, OrderRequest, WantedLine
from donbay.core.errors import DomainError
from tests.factories.commerce import NOW, a_product, a_request, a_shop, a_voucher

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def at_once(work: Callable[[int], Any], times: int = THREADS) -> list[Any]:
    """Run work on as many connections at the same moment; a refusal is a result."""
    gate = Barrier(times)

    def one(number: int) -> Any:
        gate.wait()
        try:
            return work(number)
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def somebody(number: int) -> Contact:
    return Contact(name=f"Khách {number}", phone=f"09120000{number:02d}")


def test_the_last_piece_is_sold_once():
    shop = a_shop()
    product = a_product(shop, stock=1)

    answers = at_once(
        lambda n: actions.place_order(
            actor=shop, now=NOW, request=a_request(product, contact=somebody(n))
        )
    )

    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert {type(answer) for answer in refused} == {errors.OutOfStock}
    assert len(refused) == THREADS - 1
    assert queries.get_product(shop.workspace_id, product.id).stock == 0


def test_crossed_carts_end_without_deadlock():
    shop = a_shop()
    pair = [a_product(shop, stock=100).id for _ in range(2)]

    def buy(number: int) -> Any:
        ids = pair if number % 2 else pair[::-1]
        lines = tuple(WantedLine(id_, 1) for id_ in ids)
        request = OrderRequest(contact=somebody(number), lines=lines)
        return actions.place_order(actor=shop, now=NOW, request=request)

    orders = [order for _ in range(4) for order in at_once(buy)]

    assert len({order.number for order in orders}) == 4 * THREADS
    stocks = [queries.get_product(shop.workspace_id, id_).stock for id_ in pair]
    assert stocks == [100 - 4 * THREADS] * 2


def test_one_voucher_code_is_used_once():
    shop = a_shop()
    product = a_product(shop, stock=None)
    (code,) = actions.issue_open_codes(actor=shop, now=NOW, voucher_id=a_voucher(shop).id, count=1)

    answers = at_once(
        lambda n: actions.place_order(
            actor=shop,
            now=NOW,
            request=a_request(product, contact=somebody(n), voucher_code=code),
        )
    )

    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    assert {type(answer) for answer in refused} == {errors.VoucherUsed}
    assert len(refused) == THREADS - 1


def test_one_hand_out_gives_one_code():
    shop = a_shop()
    voucher, who = a_voucher(shop), uuid4()

    answers = at_once(
        lambda _: actions.give_vouchers(
            actor=shop, now=NOW, voucher_id=voucher.id, customer_ids=[who], issue_key_prefix="r1"
        )
    )

    assert len({answer[who] for answer in answers}) == 1
    assert queries.get_voucher(shop.workspace_id, voucher.id).issued == 1


def test_a_limit_holds_for_hand_outs_at_once():
    shop = a_shop()
    voucher = a_voucher(shop, limit=3)

    at_once(
        lambda n: actions.give_vouchers(
            actor=shop,
            now=NOW,
            voucher_id=voucher.id,
            customer_ids=[uuid4()],
            issue_key_prefix=f"r{n}",
        )
    )

    assert queries.get_voucher(shop.workspace_id, voucher.id).issued == 3


def test_cancelling_twice_restores_once():
    shop = a_shop()
    product = a_product(shop, stock=5)
    order = actions.place_order(actor=shop, now=NOW, request=a_request(product, 2))

    answers = at_once(lambda _: actions.cancel_order(actor=shop, now=NOW, order_id=order.id))

    assert sum(isinstance(answer, errors.OrderStateRefused) for answer in answers) == THREADS - 1
    assert queries.get_product(shop.workspace_id, product.id).stock == 5


def test_a_programme_made_by_two_at_once_is_one():
    shop = a_shop()

    answers = at_once(lambda _: a_voucher(shop, name="Tết"))

    assert sum(isinstance(answer, errors.VoucherNameTaken) for answer in answers) == THREADS - 1
    assert len({answer.id for answer in answers if not isinstance(answer, DomainError)}) == 1

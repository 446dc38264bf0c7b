from uuid import uuid4

import pytest
from django.db import connection

from donbay.commerce import actions, queries
from donbay.commerce.checkout import process_checkouts
from donbay.commerce.vietqr import parse_tlv
from donbay.core.registry import Capture
from donbay.customers.queries import list_consents
from donbay.kit.mail_tokens import CLICK, sign_token
from tests.factories.commerce import NOW, a_product, a_shop, a_voucher

pytestmark = pytest.mark.django_db

CONTACT = {"name": "Trần Thị Hoa", "phone": "0912345678", "address": "1 Lê Lợi, Huế"}


def a_checkout(shop, product, number=1, context=None, **payload):
    given = {
        "lines": [{"product_id": str(product.id), "quantity": 1}],
        "values": CONTACT,
        "contact": CONTACT,
        "payment_method": "cod",
        **payload,
    }
    return Capture(number, shop.workspace_id, uuid4(), "checkout", given, context or {}, NOW)


def process(shop, *captures):
    outcomes = process_checkouts(shop.workspace_id, captures, NOW)
    assert all(outcome.error is None for outcome in outcomes)
    return [outcome.result for outcome in outcomes]


def test_a_transfer_answers_with_a_code_that_pays_this_order():
    shop = a_shop()

    (result,) = process(shop, a_checkout(shop, a_product(shop), payment_method="bank"))

    fields = parse_tlv(result["vietqr"])
    assert result["ok"]
    assert (fields["54"], parse_tlv(fields["62"])["08"]) == ("230000", result["order_number"])


def test_refusals_are_results_that_say_what_to_do():
    shop = a_shop()
    product = a_product(shop, name="Kem", stock=1)

    results = process(
        shop,
        a_checkout(shop, product, 1, voucher_code="SAI"),
        a_checkout(shop, product, 2, lines="?"),
        a_checkout(shop, product, 3, expected_total=1),
        a_checkout(shop, product, 4),
        a_checkout(shop, product, 5),
    )

    assert [result.get("error", {}).get("code") for result in results] == [
        "voucher_unknown", "order_empty", "total_changed", None, "out_of_stock",
    ]  # fmt: skip
    assert results[4]["error"] == {
        "code": "out_of_stock",
        "product": "Kem",
        "product_id": str(product.id),
        "left": 0,
        "vi": "“Kem” vừa hết hàng. Hãy chọn sản phẩm khác.",
        "en": "“Kem” has just sold out. Choose another product.",
    }


def test_a_capture_processed_again_is_the_same_order():
    shop = a_shop()
    product = a_product(shop)
    capture = a_checkout(shop, product)

    assert process(shop, capture) == process(shop, capture)
    assert queries.get_product(shop.workspace_id, product.id).stock == 9


def test_visit_page_and_mail_are_kept_with_the_order():
    shop, other = a_shop(), a_shop()
    product, page = a_product(shop), uuid4()
    context = {
        "utm": {"source": "facebook", "campaign": "sen"},
        "page_id": str(page),
        "message_token": sign_token(CLICK, shop.workspace_id, 41, 7),
    }
    foreign = {"message_token": sign_token(CLICK, other.workspace_id, 42, 7)}

    own, strange = process(
        shop, a_checkout(shop, product, 1, context), a_checkout(shop, product, 2, foreign)
    )

    from_mail = queries.get_order(shop.workspace_id, own["order_id"])
    assert from_mail.source == {"utm_source": "facebook", "utm_campaign": "sen"}
    assert (from_mail.page_id, from_mail.message_id) == (page, 41)
    assert queries.get_order(shop.workspace_id, strange["order_id"]).message_id is None


def test_a_ticked_box_is_kept_with_its_words_and_an_empty_one_is_not():
    shop = a_shop()
    product = a_product(shop)
    consent = {"granted": True, "purpose": "advertising", "channels": ["email"], "text": "Đồng ý"}

    (first,) = process(shop, a_checkout(shop, product, consent=None))
    customer = queries.get_order(shop.workspace_id, first["order_id"]).customer_id
    assert list_consents(shop.workspace_id, customer) == []
    process(shop, a_checkout(shop, product, consent=consent, context={"ip": "1.2.3.4"}))

    (entry,) = list_consents(shop.workspace_id, customer)
    assert (entry.purpose, entry.channel, entry.text) == ("advertising", "email", "Đồng ý")


def test_the_views_others_read():
    shop = a_shop()
    product = a_product(shop)
    actions.issue_open_codes(actor=shop, now=NOW, voucher_id=a_voucher(shop).id, count=1)
    process(shop, a_checkout(shop, product))

    with connection.cursor() as cursor:
        for view, columns in (
            ("commerce_v_product", "id, name, price, stock, active"),
            ("commerce_v_voucher_code", "code, state, kind, value, min_total, expires_at"),
            ("commerce_v_order_public", "number, state, total, lines"),
            ("commerce_v_order", "id, page_id"),
        ):
            cursor.execute(
                f"SELECT {columns} FROM {view} WHERE workspace_id = %s", [shop.workspace_id]
            )
            assert len(cursor.fetchall()) == 1

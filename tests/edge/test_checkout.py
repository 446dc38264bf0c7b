"""Checkouts over HTTP with a real worker: review, confirm, refuse, promise nothing falsely."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from donbay.commerce.actions import give_vouchers, place_order
from donbay.commerce.errors import VoucherExpired, VoucherMinTotal, VoucherUsed, VoucherWithdrawn
from donbay.commerce.models import Voucher, VoucherCode
from donbay.commerce.types import Contact
from donbay.core.errors import DomainError
from donbay.sites.actions import publish_page
from tests.edge.test_forms import captures
from tests.edge.visits import open_page, send
from tests.factories.commerce import a_product as a_good
from tests.factories.commerce import a_request, a_voucher
from tests.factories.people import Shop, a_customer
from tests.harness import EdgeProcess, WorkerProcess
from tests.sites.builders import NOW, a_form, a_page, a_product, a_shop, change, one_section

BUYER = {
    "name": "Nguyễn Thị Lan",
    "phone": "0912 345 678",
    "email": "lan@example.vn",
    "address": "12 Lý Thường Kiệt, Hà Nội",
    "payment_method": "bank",
}


def a_personal_code(shop: Shop, full_name: str, phone: str) -> str:
    """Give a customer a code of her own for 10 % off."""
    voucher = a_voucher(shop.actor, value=10)
    customer = a_customer(shop, full_name=full_name, phone=phone)
    codes = give_vouchers(
        actor=shop.actor, now=NOW, voucher_id=voucher.id, customer_ids=[customer],
        issue_key_prefix="t",
    )  # fmt: skip
    return codes[customer]


def an_order_page(shop: Shop, **product: object) -> tuple[str, str]:
    """Publish a page that sells one product; return its path and the quantity field."""
    product_id = a_product(shop, **product)
    page = a_page(shop, "product", "Serum")
    checkout = {
        **{k: v for k, v in a_form().items() if k != "fields"},
        "type": "checkout",
        "title": "Đặt hàng",
        "product_ids": [str(product_id)],
        "payment_methods": ["cod", "bank"],
        "voucher": True,
    }
    saved = change(shop, page, one_section(checkout))
    publish_page(actor=shop.actor, now=NOW, page_id=saved.id)
    return f"/{saved.slug}", f"qty_{product_id}"


def test_review_then_order_then_status_page_with_qr(
    edge: EdgeProcess, database_conninfo: str, data_dir: Path
) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, price=389_000, stock=1)
    with WorkerProcess(database_conninfo, data_dir, only="intake"):
        page = open_page(edge, shop.slug, path)
        other = open_page(edge, shop.slug, path)

        review = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"})
        assert review.status_code == 200
        assert "419.000 ₫" in review.text
        assert "Xác nhận đặt hàng" in review.text
        assert "btn-outline" in review.text
        assert captures(database_conninfo, "checkout") == []

        edited = send(edge, shop.slug, review.text, _step="edit")
        assert 'value="12 Lý Thường Kiệt, Hà Nội"' in edited.text
        assert re.search(r'class="it-im"[^>]*><(?:img|svg)', edited.text)

        late = send(edge, shop.slug, other.text, **BUYER, **{quantity: "1"})
        placed = send(edge, shop.slug, review.text, _step="confirm")
        assert placed.status_code == 303, placed.text
        again = send(edge, shop.slug, review.text, _step="confirm")
        assert again.headers["location"] == placed.headers["location"]

        status = edge.request("GET", shop.slug, placed.headers["location"])
        assert status.status_code == 200
        assert "419.000 ₫" in status.text
        assert "<svg" in status.text
        assert "1026806174" in status.text

        refused = send(edge, shop.slug, late.text, _step="confirm")
        assert refused.status_code == 409
        assert "vừa hết hàng" in refused.text
        assert 'value="Nguyễn Thị Lan"' in refused.text
        assert not re.search("cảm ơn", refused.text, re.IGNORECASE)


def test_wrong_input_is_named_before_any_order(edge: EdgeProcess, database_conninfo: str) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, stock=3)
    page = open_page(edge, shop.slug, path)

    nothing = send(edge, shop.slug, page.text, **BUYER, **{quantity: "0"})
    many = send(edge, shop.slug, page.text, **BUYER, **{quantity: "4"})
    voucher = send(
        edge, shop.slug, page.text, **BUYER, **{quantity: "1"}, voucher_code="KHONG-CO"
    )  # fmt: skip
    payment = send(
        edge, shop.slug, page.text, **{**BUYER, "payment_method": "vàng"}, **{quantity: "1"}
    )

    assert [r.status_code for r in (nothing, many, voucher, payment)] == [422] * 4
    assert "ít nhất một sản phẩm" in nothing.text
    assert "chỉ còn 3" in many.text
    assert "KHONGCO" in voucher.text
    assert "cách thanh toán" in payment.text
    assert captures(database_conninfo, "checkout") == []


def test_a_voucher_is_shown_in_the_review(edge: EdgeProcess) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, price=200_000)
    code = a_personal_code(shop, "Lan", "0912345678")
    page = open_page(edge, shop.slug, path)

    review = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"}, voucher_code=code)

    assert review.status_code == 200, review.text
    assert "−20.000 ₫" in review.text
    assert "210.000 ₫" in review.text


def test_somebody_elses_voucher_is_refused_in_the_review(edge: EdgeProcess) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, price=200_000)
    code = a_personal_code(shop, "Mai", "0987654321")
    page = open_page(edge, shop.slug, path)

    review = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"}, voucher_code=code)

    assert review.status_code == 422, review.text
    assert "dành riêng cho khách khác" in review.text
    assert "−20.000 ₫" not in review.text


def _use(shop: Shop, code: str) -> None:
    contact = Contact(name="Lan", phone="0912345678")
    request = a_request(a_good(shop.actor, price=200_000), contact=contact, voucher_code=code)
    place_order(actor=shop.actor, now=NOW, request=request)


def _withdraw(shop: Shop, code: str) -> None:
    VoucherCode.objects.for_workspace(shop.id).filter(code=code).update(state="void")


def _let_expire(shop: Shop, code: str) -> None:
    VoucherCode.objects.for_workspace(shop.id).filter(code=code).update(expires_at=NOW)


def _raise_minimum(shop: Shop, _code: str) -> None:
    Voucher.objects.for_workspace(shop.id).update(min_total=1_000_000)


@pytest.mark.parametrize(
    ("happens", "refusal"),
    [
        (_use, VoucherUsed),
        (_withdraw, VoucherWithdrawn),
        (_let_expire, VoucherExpired),
        (_raise_minimum, VoucherMinTotal),
    ],
)
def test_the_review_says_of_a_code_what_placing_the_order_would(
    edge: EdgeProcess, happens: Callable[[Shop, str], None], refusal: type[DomainError]
) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, price=200_000)
    code = a_personal_code(shop, "Lan", "0912345678")
    happens(shop, code)
    page = open_page(edge, shop.slug, path)

    review = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"}, voucher_code=code)

    assert review.status_code == 422, review.text
    with pytest.raises(refusal) as caught:
        _use(shop, code)
    assert caught.value.message("vi") in review.text


def test_without_a_worker_nothing_is_promised(edge: EdgeProcess, database_conninfo: str) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop)
    page = open_page(edge, shop.slug, path)
    review = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"})

    pending = send(edge, shop.slug, review.text, {"accept-language": "en"}, _step="confirm")

    assert pending.status_code == 202
    assert "not confirmed yet" in pending.text
    assert len(captures(database_conninfo, "checkout")) == 1


@pytest.mark.parametrize("path", ["/_order/x", "/_order/AAAA", "/_thanks/x/y", "/_o/x", "/media/x"])
def test_guessed_addresses_find_nothing(edge: EdgeProcess, path: str) -> None:
    shop = a_shop()

    assert open_page(edge, shop.slug, "/healthz").status_code == 200
    assert edge.request("GET", shop.slug, path).status_code == 404


def test_who_comes_after_the_last_piece_reads_that_it_is_sold_out(
    edge: EdgeProcess, database_conninfo: str, data_dir: Path
) -> None:
    shop = a_shop()
    path, quantity = an_order_page(shop, stock=1)
    with WorkerProcess(database_conninfo, data_dir):
        page = open_page(edge, shop.slug, path)
        review = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"})
        assert send(edge, shop.slug, review.text, _step="confirm").status_code == 303

        deadline = time.monotonic() + 10
        while "<form" in (shown := edge.request("GET", shop.slug, path)).text:
            assert time.monotonic() < deadline, "the page still offers what is sold"
            time.sleep(0.1)

    assert "Tạm hết hàng" in shown.text
    late = send(edge, shop.slug, page.text, **BUYER, **{quantity: "1"})
    assert "hết hàng" in late.text
    assert len(captures(database_conninfo, "checkout")) == 1

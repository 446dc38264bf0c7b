"""An order taken by hand: its total is seen before it is placed, and is the one that is placed."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from tests.journey.people import Owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_price_changed_meanwhile_is_seen_before_the_order_is_placed(owner: Owner) -> None:
    name = f"Son {secrets.token_hex(3)}"
    page = owner.open("products")
    page.get_by_role("button", name="Thêm sản phẩm").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên").first.fill(name)
    dialog.get_by_label("Giá bán").fill("100000")
    dialog.get_by_label("Tồn ban đầu").fill("5")
    dialog.get_by_role("button", name="Lưu").click()
    page.get_by_role("heading", name=name).wait_for()
    address = page.url

    page = owner.open("orders")
    page.get_by_role("button", name="Ghi đơn").first.click()
    dialog.get_by_label("Tên người nhận").fill("Mai")
    dialog.get_by_label("Số điện thoại").fill("0912 345 678")
    dialog.get_by_role("combobox", name="Sản phẩm").fill(name)
    page.get_by_role("option", name=name).click()
    dialog.get_by_label("Số lượng").fill("2")
    total = dialog.locator("[aria-live=polite]")
    expect(total).to_contain_text("200.000")
    dialog.get_by_label("Mã ưu đãi").fill("KHONGCO")
    expect(total).to_contain_text("Không có mã ưu đãi")
    dialog.get_by_label("Mã ưu đãi").fill("")
    expect(total).not_to_contain_text("Không có mã ưu đãi")

    beside = page.context.new_page()
    beside.goto(address)
    beside.get_by_label("Giá bán").fill("120000")
    beside.get_by_role("button", name="Lưu").first.click()
    beside.get_by_text("Đã lưu").first.wait_for()
    dialog.get_by_role("button", name="Lưu").click()

    expect(page.get_by_text("Giá vừa thay đổi")).to_be_visible()
    expect(total).to_contain_text("240.000")
    owner.trouble.said.clear()  # the refusal itself
    dialog.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("dialog").get_by_text("2 × 120.000")).to_be_visible()

"""The shop's work from the keyboard: it always stands somewhere that can be seen and goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journey.people import Owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def width() -> int:
    return 1440


def press(page: Page, name: str) -> None:
    """Press a button from the keyboard."""
    page.get_by_role("button", name=name, exact=True).last.focus()
    page.keyboard.press("Enter")


def test_the_keyboard_stays_in_an_order_whose_button_is_gone(owner: Owner) -> None:
    orders = owner.ask("/orders?state=open")["items"]
    # A transfer has to come before its order is completed.
    order = next(order for order in orders if order["payment_method"] == "cod")
    page = owner.open("orders")
    page.locator(f"[data-row='{order['id']}']").focus()
    page.keyboard.press("Enter")

    press(page, "Hoàn tất đơn")
    question = page.get_by_role("dialog", name="Hoàn tất đơn DH")
    expect(question.get_by_role("button", name="Quay lại")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("[data-order=state]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("tbody tr:focus")).to_contain_text("Hoàn tất")


def test_the_keyboard_follows_the_steps_of_a_new_page(owner: Owner) -> None:
    page = owner.open("pages")
    press(page, "Tạo trang")
    name = page.get_by_label("Tên trang")
    expect(name).to_be_focused()

    press(page, "Dùng mẫu này: Trang bán sản phẩm")
    expect(page.get_by_role("combobox", name="Trang này bán sản phẩm nào?")).to_be_focused()

    press(page, "Chọn mẫu khác")
    expect(name).to_be_focused()


def test_a_form_that_opens_begins_at_its_first_field(owner: Owner) -> None:
    page = owner.open("products")
    press(page, "Thêm sản phẩm")
    expect(page.get_by_role("dialog").get_by_label("Tên", exact=False).first).to_be_focused()

    page = owner.open("customers")
    press(page, "Thêm khách hàng")
    expect(page.get_by_role("dialog").get_by_label("Họ và tên")).to_be_focused()

"""The shop's work from the keyboard: it always stands somewhere that can be seen and goes on."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journey.people import Owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEET = Path(__file__).parents[1] / "data" / "khach-hang-cu.xlsx"
SUGGEST = """
    WITH people AS (
        SELECT workspace_id, id, row_number() OVER (ORDER BY id) AS n FROM customers_customer
    )
    INSERT INTO customers_merge_suggestion
        (id, workspace_id, created_at, updated_at, customer_id, other_id, reason, state)
    SELECT gen_random_uuid(), a.workspace_id, now(), now(), a.id, b.id, 'shared_phone', 'open'
    FROM people AS a JOIN people AS b ON b.n = a.n + 1 WHERE a.n IN (1, 3)
"""


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


def test_the_keyboard_goes_through_an_import_step_by_step(owner: Owner) -> None:
    page = owner.open("imports")
    page.get_by_role("button", name="Tải tệp lên").focus()
    page.locator("input[type=file]").set_input_files(SHEET)
    expect(page.get_by_role("heading", name=SHEET.name, level=1)).to_be_focused()

    press(page, "Xem trước")
    expect(page.get_by_role("group", name="Xem trước")).to_be_focused()
    press(page, "Bắt đầu nhập")
    expect(page.get_by_role("group", name="Nhập", exact=True)).to_be_focused()


def test_the_keyboard_goes_on_to_the_next_pair_of_customers(owner: Owner) -> None:
    with psycopg.connect(owner.stack.conninfo, autocommit=True) as database:
        database.execute(SUGGEST)
    page = owner.open("merge-suggestions")
    sections = page.get_by_role("region", name="Cặp hồ sơ có thể trùng")
    expect(sections).to_have_count(2)

    press(page, "Giữ hồ sơ này")
    expect(page.locator("[data-kept]:focus")).to_have_text("Giữ lại")

    sections.first.get_by_role("button", name="Không phải một người").focus()
    page.keyboard.press("Enter")
    expect(sections).to_have_count(1)
    expect(sections.get_by_role("link").first).to_be_focused()
    press(page, "Gộp làm một")
    expect(page.get_by_role("dialog").get_by_role("button", name="Quay lại")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(sections).to_have_count(0)
    expect(page.locator("[data-empty]")).to_be_focused()


def test_a_menu_out_of_sight_is_out_of_the_keyboards_way(owner: Owner) -> None:
    page = owner.open("imports")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Tài khoản").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Tải tệp lên")).to_be_focused()

    burger = page.get_by_role("button", name="Mở trình đơn")
    burger.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Khách hàng").focus()
    page.keyboard.press("Escape")
    expect(burger).to_be_focused()

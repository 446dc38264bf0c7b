"""What a shop sets, in the browser: a channel tried out, and a day typed by hand."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from tests.journey.people import Owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def width() -> int:
    return 1440


def test_a_channel_is_tried_and_what_stands_in_the_way_is_told(owner: Owner) -> None:
    page, name = owner.open("settings?tab=channels"), f"SMTP {secrets.token_hex(3)}"
    page.get_by_role("button", name="Gửi thử").first.click()
    page.get_by_role("dialog").get_by_label("Gửi tới").fill("thu@example.vn")
    page.get_by_role("dialog").get_by_role("button", name="Gửi thử").click()
    notice = page.get_by_role("alert").filter(has_text="Mở trong hộp thư thử")
    expect(notice).to_be_visible()
    assert owner.mails_to("thu@example.vn")

    page.get_by_role("button", name="Thêm kênh").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Loại kênh").click()
    page.get_by_role("option", name="Máy chủ SMTP").click()
    dialog.get_by_label("Tên kênh").fill(name)
    dialog.get_by_label("Máy chủ", exact=False).first.fill("khong-co.invalid")
    dialog.get_by_role("button", name="Lưu").dblclick()
    expect(page.get_by_text(name)).to_have_count(1)

    page.get_by_role("button", name="Gửi thử").last.click()
    dialog.get_by_label("Gửi tới").fill("thu@example.vn")
    dialog.get_by_role("button", name="Gửi thử").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Không có máy chủ nào tên")
    owner.trouble.said.clear()  # the refusal itself
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    page.get_by_role("button", name="Xoá", exact=True).last.click()
    page.get_by_role("dialog").get_by_role("button", name="Xoá", exact=True).click()
    expect(page.get_by_text(name)).to_have_count(0)


def test_a_birthday_typed_by_hand_has_its_day_before_its_month(owner: Owner) -> None:
    page, name = owner.open("customers"), f"Nguyễn Thị {secrets.token_hex(3)}"
    page.get_by_role("button", name="Thêm khách hàng").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill(name)
    dialog.get_by_label("Ngày sinh").fill("5/3/1990")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Lưu").click()

    page.get_by_role("heading", name=name).wait_for()
    (kept,) = owner.ask(f"/customers?q={name}")["items"]
    assert owner.ask(f"/customers/{kept['id']}")["birthday"] == "1990-03-05"
    expect(page.get_by_text("05/03/1990")).to_be_visible()


def test_a_notice_does_not_lie_on_the_button_to_press_again(owner: Owner) -> None:
    page = owner.open("settings")
    save = page.get_by_role("tabpanel").get_by_role("button", name="Lưu")
    page.get_by_label("Địa chỉ").first.press_sequentially(" 1")
    page.route("**/api/v1/w/sen/workspace", lambda ask: ask.abort("aborted"))
    save.scroll_into_view_if_needed()
    page.mouse.wheel(0, 5000)

    save.click()
    notice = page.get_by_role("alert").filter(has_text="Không kết nối được máy chủ")
    notice.wait_for()
    page.unroute("**/api/v1/w/sen/workspace")

    save.click(timeout=2_000)
    expect(page.get_by_text("Đã lưu cài đặt")).to_be_visible()

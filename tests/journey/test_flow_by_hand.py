"""A flow drawn by hand: what a step needs is made in it, the draft is tried, consequences told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journey.people import Owner, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [1440])
def test_a_flow_drawn_by_hand_is_tried_published_paused_and_deleted(owner: Owner) -> None:
    page = owner.open("/flow-library")
    page.get_by_role("button", name="Bắt đầu từ trang trắng").click()
    page.get_by_label("Tên kịch bản").fill("Quà cho khách mới")
    page.get_by_role("button", name="Tạo", exact=True).click()
    page.wait_for_url(re.compile(r"/flows/[0-9a-f-]{36}"))
    flow_id = page.url.split("/flows/")[1].split("?")[0]
    draw(page)
    copy_and_undo(page)

    tried = try_with_somebody(page)
    before = owner.ask("/messages?limit=1")["items"][:1]
    assert [step.split("\n")[0] for step in tried] == [
        "Tặng mã “Quà mới 2026”", "Gửi “E-book 1: gửi sách”", "Rời kịch bản",
    ]  # fmt: skip
    assert owner.ask("/messages?limit=1")["items"][:1] == before
    page.get_by_role("button", name="Xuất bản").click()
    page.get_by_role("dialog").get_by_role("button", name="Xuất bản").click()
    until(lambda: owner.ask(f"/flows/{flow_id}"), lambda flow: flow["state"] == "live")

    menu(page, "Tạm dừng")
    asked = page.get_by_role("dialog", name="Tạm dừng kịch bản “Quà cho khách mới”?")
    expect(asked).to_contain_text("Hiện không có khách nào ở trong.")
    asked.get_by_role("button", name="Tạm dừng").click()
    until(lambda: owner.ask(f"/flows/{flow_id}"), lambda flow: flow["state"] == "paused")
    menu(page, "Xoá")
    asked = page.get_by_role("dialog", name="Xoá kịch bản “Quà cho khách mới”?")
    expect(asked).to_contain_text("không hoàn tác được")
    asked.get_by_role("button", name="Xoá").click()
    page.wait_for_url(re.compile(r"/flows$"))


def draw(page: Page) -> None:
    """Start with new customers; give a code of a programme made here; send an e-mail seen here."""
    page.get_by_role("button", name="Thêm điều kiện bắt đầu").click()
    page.locator("[data-kind='trigger.customer_created']").click()
    add_behind(page, "give_voucher")
    panel = page.locator("[data-panel]")
    panel.get_by_role("button", name="Tạo chương trình mới").click()
    panel.get_by_label("Tên chương trình").fill("Quà mới 2026")
    panel.get_by_role("button", name="Tạo", exact=True).click()
    expect(panel.get_by_role("combobox", name="Chương trình mã ưu đãi")).to_have_value(
        "Quà mới 2026"
    )
    add_behind(page, "send_email")
    panel.get_by_role("combobox", name="E-mail").click()
    page.get_by_role("option", name="E-book 1: gửi sách").first.click()
    expect(panel.locator("[data-preview] iframe")).to_be_visible()
    panel.get_by_role("button", name="Xem cả e-mail").click()
    expect(page.get_by_role("dialog").locator("iframe")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def add_behind(page: Page, kind: str) -> None:
    """Add a step behind the chosen one."""
    page.locator("[data-panel]").get_by_role("button", name="Thêm bước").click()
    page.locator(f"[data-kind='{kind}']").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def copy_and_undo(page: Page) -> None:
    """Copy the mail and paste it behind the code; take it back."""
    nodes = page.locator(".react-flow__node")
    nodes.filter(has_text="Gửi “").click()
    page.keyboard.press("Control+c")
    nodes.filter(has_text="Tặng mã").click()
    page.keyboard.press("Control+v")
    expect(nodes).to_have_count(4)
    page.keyboard.press("Control+z")
    expect(nodes).to_have_count(3)


def try_with_somebody(page: Page) -> list[str]:
    """Try the draft with the first customer offered; return what the way says."""
    page.get_by_role("button", name="Thử với một khách").click()
    dialog = page.get_by_role("dialog", name="Thử kịch bản với một khách")
    dialog.get_by_role("combobox", name="Khách hàng").click()
    page.get_by_role("option").first.click()
    expect(dialog.get_by_text("Rời kịch bản")).to_be_visible()
    steps = dialog.locator(".mantine-Timeline-item").all_inner_texts()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    return steps


def menu(page: Page, item: str) -> None:
    """Choose what is to be done with the flow."""
    page.get_by_role("button", name="Thao tác với").click()
    page.get_by_role("menuitem", name=item).click()

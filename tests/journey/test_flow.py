"""A flow taken from the library, changed, mended and published, as somebody new does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journey.people import Owner, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("width", [1440])
def test_a_flow_from_the_library_is_changed_mended_and_published(owner: Owner) -> None:
    page = owner.open("/flows")
    page.get_by_role("button", name="Tạo kịch bản").click()
    page.locator("[data-scenario=ebook_skincare]").get_by_role("button").click()
    page.get_by_label("Tên kịch bản").fill("Tặng sách cuối năm")
    page.get_by_role("combobox", name="Trang để mở hoặc tải e-book").fill("https://sen.vn/sach")
    page.get_by_role("button", name="Tạo", exact=True).click()
    page.wait_for_url(re.compile(r"/flows/[0-9a-f-]{36}"))
    flow_id = page.url.split("/flows/")[1].split("?")[0]
    expect(page.locator(".react-flow__node")).to_have_count(9)
    try:
        change_the_wait(page)
        publish_once_mended(page)
        saved = until(lambda: owner.ask(f"/flows/{flow_id}"), lambda flow: flow["state"] == "live")
        nodes = {node["id"]: node["config"] for node in saved["graph"]["nodes"]}
        assert nodes["wait_2_days"] == {"mode": "interval", "amount": 3, "unit": "days"}
        assert nodes["start"]["page_id"]
        assert (saved["published_number"], saved["problems"]) == (1, [])
        assert owner.fits()
    finally:
        delete(page)
    names = [flow["name"] for flow in owner.ask("/flows")["items"]]
    assert "Tặng sách cuối năm" not in names


def change_the_wait(page: Page) -> None:
    """Wait three days in place of two, in the side panel; undo and redo that."""
    step = page.locator(".react-flow__node[data-id=wait_2_days]")
    step.click()
    page.get_by_role("textbox", name="Số lượng").fill("3")
    expect(step).to_contain_text("Chờ 3 ngày")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(step).to_contain_text("Chờ 2 ngày")
    page.get_by_role("button", name="Làm lại").click()
    expect(step).to_contain_text("Chờ 3 ngày")
    expect(page.locator("[data-save]")).to_have_text("Đã lưu")


def publish_once_mended(page: Page) -> None:
    """Meet the problem that is named, go where it leads, choose the page, publish."""
    page.get_by_role("button", name="Xuất bản").click()
    refused = page.get_by_role("dialog", name="Hãy sửa các chỗ sau")
    refused.get_by_role("button", name="Chưa chọn trang có biểu mẫu.").click()
    expect(page.locator("[data-panel=start]")).to_contain_text("Chưa chọn trang có biểu mẫu.")
    page.get_by_role("combobox", name="Trang").click()
    page.get_by_role("option", name="E-book chăm sóc da").click()
    # Choosing once more what is chosen takes nothing away.
    page.get_by_role("combobox", name="Trang").click()
    page.get_by_role("option", name="E-book chăm sóc da").click()
    expect(page.get_by_role("button", name="Cần sửa")).to_have_count(0)
    page.get_by_role("button", name="Xuất bản").click()
    asked = page.get_by_role("dialog", name="Xuất bản phiên bản 1?")
    asked.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_text("Đã xuất bản phiên bản 1")).to_be_visible()


def delete(page: Page) -> None:
    """Delete the flow; other tests send the same page's form."""
    page.get_by_role("button", name="Thao tác với").click()
    page.get_by_role("menuitem", name="Xoá").click()
    page.get_by_role("dialog").get_by_role("button", name="Xoá").click()
    page.wait_for_url(re.compile(r"/flows$"))

"""An old customer list goes in through the screens, with its usual mess."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.data import make_khach_hang_cu as made
from tests.journey.people import PATIENCE_SECONDS, Owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHEET = Path(__file__).parents[1] / "data" / "khach-hang-cu.xlsx"


@pytest.mark.parametrize("width", [1440], indirect=True)
def test_an_old_list_is_imported_through_the_screens(owner: Owner, tmp_path: Path) -> None:
    page = owner.open("imports")
    page.locator("input[type=file]").set_input_files(SHEET)

    # The columns are recognised; the preview shows cleaned rows before anything is written.
    expect(page.get_by_role("combobox", name="Ghi vào: SĐT")).to_have_value("Số điện thoại")
    page.get_by_label("Gắn thẻ cho tất cả").fill("Khách cũ")
    page.get_by_role("button", name="Xem trước", exact=True).click()
    expect(page.get_by_role("table", name="Xem trước")).to_be_visible()
    assert owner.fits()
    page.get_by_role("button", name="Bắt đầu nhập").click()

    # The counts are those the sheet was made with.
    expect(page.get_by_text("Đã xong")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    shown = owner.ask(f"/imports/{page.url.rsplit('/', 1)[-1]}")
    assert shown["created"] == made.PEOPLE + made.NAME_ONLY
    assert shown["updated"] + shown["unchanged"] == made.DUPLICATES
    assert shown["failed"] == made.NOBODY
    assert shown["problems"] == made.BAD_EMAILS + made.BAD_PHONES + made.BAD_DATES
    for label, count in (("Khách mới", shown["created"]), ("Không nhập được", shown["failed"])):
        expect(page.get_by_text(label, exact=True).locator("..")).to_contain_text(str(count))
    expect(page.get_by_text(re.compile("^500 dòng: "))).to_be_visible()
    follow = page.get_by_role("link", name="Xem khách có thẻ “Khách cũ”")
    expect(follow).to_have_attribute("href", re.compile(r"/customers\?tag="))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng lỗi").click()
    file = tmp_path / "errors.xlsx"
    download.value.save_as(file)
    assert file.read_bytes()[:2] == b"PK"

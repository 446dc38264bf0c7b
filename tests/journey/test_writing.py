"""Writing without the browser's own boxes: links, leaving, and two people on one e-mail."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journey.people import Owner, until
from tests.journey.test_page_editor import a_new_page, saved, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def width() -> int:
    return 1440


@pytest.fixture
def writer(owner: Owner) -> Owner:
    """The owner, whom the browser itself must never ask anything."""

    def fail(dialog: Dialog) -> None:
        owner.trouble.said.append(f"the browser asked: {dialog.message}")
        dialog.dismiss()

    owner.page.on("dialog", fail)
    return owner


def put_link(page: Page, address: str, words: str | None = None) -> None:
    """Fill in the dialog by keys alone."""
    page.keyboard.press("Control+K")
    box = page.get_by_role("dialog").get_by_role("combobox", name="Địa chỉ")
    expect(box).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(address)
    if words is not None:
        page.get_by_label("Chữ hiện ra").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def a_new_mail(owner: Owner) -> Page:
    """Start an e-mail with one paragraph in it and the cursor there."""
    page = owner.open("contents")
    page.get_by_role("button", name="Soạn thư mới").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên để nhận ra").fill(f"Thư {secrets.token_hex(3)}")
    dialog.get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Thêm khối").click()
    page.get_by_role("menuitem", name="Đoạn văn").click()
    page.get_by_role("textbox", name="Chữ", exact=True).last.click()
    return page


def test_words_on_the_canvas_get_change_and_lose_their_link(writer: Owner) -> None:
    page = writer.page
    canvas = a_new_page(writer, "Trang có liên kết")
    heading = canvas.locator("h1").first
    write(page, canvas, "Gọi Sen")
    page.keyboard.press("Control+Shift+ArrowLeft")

    put_link(page, "0912 345 678")
    link = heading.locator("a")
    expect(link).to_have_attribute("href", "tel:0912 345 678")
    expect(link).to_have_text("Sen")
    expect(heading).to_be_focused()

    # The words can be changed with it, and nothing of the old link stays.
    put_link(page, "shopee.vn/sen", words="cửa hàng")
    expect(heading).to_have_text("Gọi cửa hàng")
    expect(heading.locator("a")).to_have_count(1)
    expect(link).to_have_attribute("href", "https://shopee.vn/sen")
    saved(page)

    page.keyboard.press("Control+K")
    page.get_by_role("button", name="Bỏ liên kết").click()
    expect(heading.locator("a")).to_have_count(0)
    expect(heading).to_have_text("Gọi cửa hàng")


def test_a_button_on_the_canvas_is_given_its_target(writer: Owner) -> None:
    page = writer.page
    canvas = a_new_page(writer, "Trang có nút")
    button = canvas.locator("[data-gjs-type=db-button]").first
    button.dblclick()
    expect(button).to_have_attribute("contenteditable", "true")

    put_link(page, "sen.vn", words="Ghé cửa hàng")

    expect(button).to_have_text("Ghé cửa hàng")
    expect(page.get_by_role("combobox", name="Liên kết")).to_have_value("https://sen.vn")


def test_leaving_an_unsaved_mail_asks_in_the_house_and_can_save_it(writer: Owner) -> None:
    page = a_new_mail(writer)
    page.keyboard.type("Mời bạn ghé Sen")
    page.keyboard.press("Control+Shift+ArrowLeft")
    put_link(page, "https://sen.vn/?ma={{ voucher_code }}")
    where = page.url

    page.get_by_role("link", name="Kịch bản").click()
    page.get_by_role("button", name="Ở lại").click()
    assert page.url == where
    expect(page.get_by_role("textbox", name="Chữ", exact=True).last).to_have_text("Mời bạn ghé Sen")
    page.get_by_role("link", name="Kịch bản").click()
    page.get_by_role("button", name="Lưu rồi rời đi").click()
    page.get_by_role("heading", name="Kịch bản").wait_for()

    page.goto(where)
    link = page.get_by_role("textbox", name="Chữ", exact=True).last.locator("a")
    expect(link).to_have_attribute("href", "https://sen.vn/?ma={{ voucher_code }}")


def test_whose_mail_was_changed_by_somebody_else_chooses_which_one_stays(writer: Owner) -> None:
    page = a_new_mail(writer)
    page.keyboard.type("Bản đầu")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu thư").wait_for()
    other = writer.new_page()
    other.goto(page.url)
    other.get_by_label("Tên để nhận ra").fill("Tên của người kia")
    other.get_by_role("button", name="Lưu", exact=True).click()
    other.get_by_text("Đã lưu thư").wait_for()

    page.get_by_label("Tên để nhận ra").fill("Tên của tôi")
    page.get_by_role("button", name="Lưu", exact=True).click()
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and answer.status == 200
    ):
        page.get_by_role("button", name="Giữ bản của tôi").click()
    expect(page.locator("button[data-loading]")).to_have_count(0)
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_disabled()
    page.reload()

    expect(page.get_by_label("Tên để nhận ra")).to_have_value("Tên của tôi")
    expect(page.get_by_role("textbox", name="Chữ", exact=True).last).to_have_text("Bản đầu")
    writer.trouble.said = [said for said in writer.trouble.said if not said.startswith("409: PUT")]


def focused(page: Page) -> str:
    """Return the name of what has the keyboard, and the block it is in."""
    return str(
        page.evaluate(
            """() => {
              const { activeElement: at } = document;
              const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent;
              const block = at.closest('[data-block-at]')?.getAttribute('aria-label') ?? '';
              return `${block} › ${name ?? at.textContent}`;
            }"""
        )
    )


def test_a_mail_is_made_by_keys_alone(writer: Owner) -> None:
    page = a_new_mail(writer)
    page.keyboard.type("Xin chào")
    add = page.get_by_role("button", name="Thêm khối")

    # A new block is written into at once; what moves takes the keyboard along.
    add.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Nút bấm").press("Enter")
    until(lambda: focused(page), lambda found: found == "Khối 2 · Nút bấm › Chữ trên nút")
    page.get_by_role("group", name="Khối 2 · Nút bấm").get_by_role("button", name="Đưa lên").focus()
    page.keyboard.press("Enter")
    until(lambda: focused(page), lambda found: found == "Khối 1 · Nút bấm › Đưa xuống")
    page.get_by_role("group", name="Khối 1 · Nút bấm").get_by_role("button", name="Xoá").focus()
    page.keyboard.press("Enter")
    until(lambda: focused(page), lambda found: found == "Khối 1 · Đoạn văn › Xoá khối")

    # A problem names its place and leads there.
    page.get_by_role("textbox", name="Chữ", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" {{ khong_co }}")
    page.keyboard.press("Control+S")
    page.get_by_role("button", name="Khối 1 · Đoạn văn").press("Enter")
    expect(page.get_by_role("textbox", name="Chữ", exact=True)).to_be_focused()

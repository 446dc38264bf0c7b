"""A page made by its owner: words written on the canvas, a section copied, undone, published."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Dialog, FrameLocator, Locator, Page, Route, expect

from tests.journey.people import Owner, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def width() -> int:
    """The canvas is for a computer; a phone edits by the list of sections."""
    return 1440


def a_new_page(owner: Owner, name: str) -> FrameLocator:
    """Start from the first template and return the canvas."""
    page = owner.open("pages")
    page.get_by_role("button", name="Tạo trang").first.click()
    page.get_by_label("Tên trang").fill(name)
    page.get_by_role("button", name="Dùng mẫu này").first.click()
    canvas = page.frame_locator("[data-testid=canvas] iframe.gjs-frame")
    canvas.locator("main section").first.wait_for()
    return canvas


def saved(page: Page) -> None:
    """Wait until the draft is with the server."""
    expect(page.get_by_role("status").filter(has_text=re.compile("^Đã lưu$"))).to_be_visible()


def write(page: Page, canvas: FrameLocator, words: str) -> None:
    """Write a new first heading as a person does: double click, select all, type."""
    heading = canvas.locator("h1").first
    heading.dblclick()
    expect(heading).to_have_attribute("contenteditable", "true")
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_words_typed_on_the_canvas_reach_the_visitor(owner: Owner, visitor: Person) -> None:
    page, mark = owner.page, f"{secrets.randbelow(1_000_000):06d}"
    words = f"Da đẹp từ hôm nay {mark}"
    canvas = a_new_page(owner, f"Trang gõ {mark}")
    layers = page.locator("[data-layer]")
    rows = layers.count()

    # Words count while they are typed, and more of them follow where the first ones ended.
    write(page, canvas, "Da đẹp từ")
    expect(page.get_by_role("textbox", name="Nội dung")).to_have_text("Da đẹp từ")
    saved(page)
    page.keyboard.type(f" hôm nay {mark}")
    canvas.locator("main section").nth(1).click(position={"x": 5, "y": 5})
    expect(canvas.locator("h1").first).to_have_text(words)

    # The chosen section is copied, then the copy is taken back from the keyboard.
    page.get_by_title("Nhân bản", exact=True).click()
    expect(layers).to_have_count(rows + 1)
    page.keyboard.press("Control+Z")
    expect(layers).to_have_count(rows)
    saved(page)

    # It is all there after a reload, and on the page that visitors see.
    page.reload()
    canvas.locator("main section").first.wait_for()
    expect(canvas.locator("h1").first).to_have_text(words)
    expect(layers).to_have_count(rows)
    page.get_by_role("button", name="Xuất bản").click()
    address = page.get_by_role("dialog").get_by_role("link", name="Mở trang đang chạy")
    visitor.page.goto(address.get_attribute("href") or "")
    expect(visitor.page.locator("h1")).to_have_text(words)


def test_undo_takes_words_back_while_the_cursor_still_stands_in_them(owner: Owner) -> None:
    page = owner.page
    canvas = a_new_page(owner, f"Trang hoàn tác {secrets.randbelow(1_000_000):06d}")
    heading = canvas.locator("h1").first
    before = heading.inner_text()

    write(page, canvas, "Viết rồi thôi")
    expect(page.get_by_role("textbox", name="Nội dung")).to_have_text("Viết rồi thôi")
    page.get_by_role("button", name="Hoàn tác").click()

    expect(heading).to_have_text(before)
    saved(page)
    page.reload()
    expect(heading).to_have_text(before)


def hold(page: Page, name: str, onto: Locator) -> None:
    """Drag a part from the palette to just above the lower edge of something on the canvas."""
    part = page.get_by_role("button", name=name, exact=True).last
    onto.click(trial=True)
    end = onto.bounding_box()
    assert end
    # Not before nothing lies over it, as a message that is going away may.
    part.hover(position={"x": 15, "y": 10})
    page.mouse.down()
    # The canvas looks for a place at every move, as a hand makes them, and shows it by a line.
    place = page.locator(".gjs-placeholder").first
    for step in range(50):
        page.mouse.move(end["x"] + 50 + step % 9, end["y"] + end["height"] - 4, steps=5)
        if step > 3 and place.is_visible():
            break
        page.wait_for_timeout(100)


def drag(page: Page, name: str, onto: Locator) -> None:
    """Drag a part there and let it go."""
    hold(page, name, onto)
    page.mouse.up()


def test_each_part_dragged_from_the_palette_is_the_one_that_is_dropped(owner: Owner) -> None:
    page = owner.page
    canvas = a_new_page(owner, f"Trang kéo {secrets.randbelow(1_000_000):06d}")
    section = canvas.locator("main section").first
    headings, lines = section.locator("h2"), section.locator("hr")
    expect(lines).to_have_count(0)

    drag(page, "Tiêu đề", section.locator("p").last)
    expect(headings).to_have_count(1)
    saved(page)

    drag(page, "Đường kẻ", headings)
    expect(lines).to_have_count(1)
    expect(headings).to_have_count(1)
    saved(page)


def test_a_part_is_dropped_where_the_line_was_though_the_page_is_drawn_anew_meanwhile(
    owner: Owner,
) -> None:
    page = owner.page
    canvas = a_new_page(owner, f"Trang vẽ lại {secrets.randbelow(1_000_000):06d}")
    section = canvas.locator("main section").first
    headings, lines = section.locator("h2"), section.locator("hr")
    expect(section.locator("p").last).to_be_visible()
    drawn: list[Route] = []

    def keep(route: Route) -> None:
        drawn.append(route)

    page.route("**/preview", keep)

    drag(page, "Tiêu đề", section.locator("p").last)
    expect(section.locator(".db-new")).to_have_count(1)
    hold(page, "Đường kẻ", section.locator("p").last)
    assert drawn
    with page.expect_response("**/preview"):
        drawn[-1].continue_()
    page.wait_for_timeout(300)
    page.unroute("**/preview")
    page.mouse.up()

    expect(lines).to_have_count(1)
    expect(headings).to_have_count(1)
    saved(page)


def test_the_tools_of_a_part_that_is_taken_back_go_with_it(owner: Owner) -> None:
    page = owner.page
    a_new_page(owner, f"Trang rút lại {secrets.randbelow(1_000_000):06d}")
    tools = page.locator(".gjs-toolbar").filter(has=page.get_by_title("Nhân bản", exact=True))
    page.get_by_text("Điện thoại", exact=True).click()

    page.get_by_role("button", name="Phần có chữ", exact=True).click()
    expect(tools).to_be_visible()
    page.get_by_role("button", name="Hoàn tác").click()

    expect(tools).to_be_hidden()


def test_leaving_in_mid_sentence_loses_nothing(owner: Owner) -> None:
    page = owner.page
    canvas = a_new_page(owner, "Trang viết dở")

    write(page, canvas, "Viết dở dang")
    page.get_by_role("tab", name="Cài đặt").click()
    page.get_by_role("tab", name="Thiết kế").click()
    canvas.locator("main section").first.wait_for()

    expect(canvas.locator("h1").first).to_have_text("Viết dở dang")
    saved(page)


def test_leaving_saves_the_last_words_without_asking(owner: Owner) -> None:
    page = owner.page
    canvas = a_new_page(owner, "Trang rời ngay")
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)

    write(page, canvas, "Rời đi ngay")
    page.get_by_role("link", name="Kịch bản").click()
    page.get_by_role("heading", name="Kịch bản").wait_for()
    page.go_back()

    expect(canvas.locator("h1").first).to_have_text("Rời đi ngay")
    assert asked == []


def test_a_tab_older_than_the_server_reloads_itself_and_keeps_what_was_typed(owner: Owner) -> None:
    page = owner.page
    canvas = a_new_page(owner, "Trang qua bản mới")
    write(page, canvas, "Gõ trước bản mới")
    # A new build has taken the place of the parts this tab would still load.
    page.route(re.compile(r"/assets/FlowsPage-"), lambda part: part.abort("aborted"), times=1)

    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Kịch bản").click()
    page.get_by_role("heading", name="Kịch bản").wait_for()

    page.go_back()
    expect(canvas.locator("h1").first).to_have_text("Gõ trước bản mới")

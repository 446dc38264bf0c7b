"""Pages made from every template, as visitors without script get them; consent; history."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from donbay.core.paths import REPOSITORY
from tests.journey.people import Owner, until
from tests.journey.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LEAD, SERVICE = "Tặng e-book lấy thông tin", "Giới thiệu dịch vụ và đặt lịch"
PRODUCT = "Trang bán sản phẩm"
MOST_BYTES = 60_000
SERIOUS = {"serious", "critical"}


@pytest.fixture
def width() -> int:
    """Owners make pages at a computer; visitors come with a phone."""
    return 1440


class Guest:
    """A visitor with a phone and script switched off, whose requests are written down."""

    def __init__(self, chromium: Browser, stack: Stack) -> None:
        self.host = urlsplit(stack.shop_url).netloc
        self.context = chromium.new_context(
            viewport={"width": 390, "height": 844}, locale="vi-VN", java_script_enabled=False
        )
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.judge = chromium.new_page(viewport={"width": 390, "height": 844})

    def foreign(self) -> list[str]:
        """Return the requests that went to another host."""
        return [url for url in self.asked if urlsplit(url).netloc not in {self.host, ""}]

    def faults(self) -> list[str]:
        """Return what axe finds serious in the document that stands on the screen."""
        self.judge.set_content(self.page.content())
        self.judge.add_script_tag(path=str(AXE))
        found = self.judge.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:120]}"
            for each in found["violations"]
            if each["impact"] in SERIOUS
        ]

    def leave(self) -> None:
        """Close both browsers."""
        self.context.close()
        self.judge.close()


@pytest.fixture
def guest(chromium: Browser, stack: Stack) -> Iterator[Guest]:
    guest = Guest(chromium, stack)
    yield guest
    guest.leave()


def start(owner: Owner, template: str, name: str) -> Page:
    """Make a page from a template and open it in the editor."""
    page = owner.open("pages")
    page.get_by_role("button", name="Tạo trang").first.click()
    page.get_by_label("Tên trang").fill(name)
    page.get_by_role("button", name=f"Dùng mẫu này: {template}").click()
    if template == PRODUCT:
        page.get_by_role("combobox", name="Trang này bán sản phẩm nào?").click()
        page.get_by_role("option", name="Serum hoa sen").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Tạo trang").click()
    page.frame_locator("[data-testid=canvas] iframe.gjs-frame").locator(
        "main section"
    ).first.wait_for()
    return page


def publish(page: Page) -> str:
    """Publish from the editor and return the address that it tells."""
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    told = page.get_by_role("dialog").get_by_role("link", name="Mở trang đang chạy")
    address = told.get_attribute("href") or ""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return address


def saved(page: Page) -> None:
    """Wait until the draft is with the server."""
    expect(page.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()


def choose(page: Page, template: str) -> None:
    """Choose the page's form by a click on its title on the canvas."""
    canvas = page.frame_locator("[data-testid=canvas] iframe.gjs-frame")
    canvas.locator("form").first.click(position={"x": 8, "y": 8})
    expect(page.get_by_role("heading", name=template, exact=True)).to_be_visible()


@pytest.mark.parametrize("template", [LEAD, SERVICE, PRODUCT])
def test_a_template_works_without_script(owner: Owner, guest: Guest, template: str) -> None:
    mark = f"{secrets.randbelow(1_000_000):06d}"
    address = publish(start(owner, template, f"Không script {mark}"))
    page = guest.page

    # The page is small, asks nobody else, and stays so while the form goes its way.
    first = page.goto(address)
    assert first is not None
    assert first.status == 200
    assert first.header_value("content-encoding") == "gzip"
    assert first.request.sizes()["responseBodySize"] <= MOST_BYTES
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert guest.faults() == []

    # A phone number that is none brings the form back with the words in it.
    form = page.locator("form").last
    form.get_by_label("Họ và tên").fill("Đỗ Thị Mơ")
    form.get_by_role("textbox", name="E-mail").fill(f"mo{mark}@example.vn")
    form.get_by_label("Số điện thoại").fill("12")
    if template == PRODUCT:
        form.get_by_label("Địa chỉ nhận hàng").fill("5 Phố Huế, Hà Nội")
        form.get_by_label("Chuyển khoản ngân hàng").check()
    assert not form.get_by_role("checkbox").is_checked()
    with page.expect_navigation() as answered:
        form.locator("button[type=submit], button:not([type])").click()
    assert answered.value is not None
    assert answered.value.status == 422
    assert guest.faults() == []

    # Put right, it ends with thanks, or with the order and what to pay.
    form = page.locator("form").last
    expect(form.get_by_label("Họ và tên")).to_have_value("Đỗ Thị Mơ")
    form.get_by_label("Số điện thoại").fill(f"0913 {mark}")
    form.locator("button[type=submit], button:not([type])").click()
    if template == PRODUCT:
        assert guest.faults() == []
        page.get_by_role("button", name="Xác nhận đặt hàng").click()
        expect(page.get_by_role("img", name="Mã VietQR")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert guest.faults() == []
    assert guest.foreign() == []
    asked = f"/customers?q=mo{mark}@example.vn"
    (customer,) = until(lambda: owner.ask(asked)["items"], lambda items: len(items) == 1)
    assert customer["phone"].endswith(mark)

    # The plain list at the shop's root names the page.
    page.goto(f"http://{guest.host}/")
    expect(page.locator(f"a[href='{urlsplit(address).path}']")).to_be_visible()
    assert guest.faults() == []


def test_new_words_of_consent_are_what_the_ledger_keeps(owner: Owner, guest: Guest) -> None:
    mark = f"{secrets.randbelow(1_000_000):06d}"
    words = f"Tôi đồng ý nhận thư về da của cửa hàng, bản {mark}."
    page = start(owner, LEAD, f"Lời đồng ý {mark}")
    choose(page, "Biểu mẫu")
    box = page.get_by_role("textbox", name="Lời đồng ý")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    expect(box).to_have_text(words)
    saved(page)
    address = publish(page)

    visit = guest.page
    visit.goto(address)
    tick = visit.get_by_role("checkbox", name=words)
    assert not tick.is_checked()
    form = visit.locator("form").last
    form.get_by_label("Họ và tên").fill("Đỗ Thị Mơ")
    form.get_by_role("textbox", name="E-mail").fill(f"dong{mark}@example.vn")
    tick.check()
    form.get_by_role("button").click()

    asked = f"/customers?q=dong{mark}@example.vn"
    (customer,) = until(lambda: owner.ask(asked)["items"], lambda items: len(items) == 1)
    ledger = owner.ask(f"/customers/{customer['id']}/consents")
    assert words in json.dumps(ledger, ensure_ascii=False)


def test_an_earlier_version_comes_back_to_visitors(owner: Owner, guest: Guest) -> None:
    mark = f"{secrets.randbelow(1_000_000):06d}"
    page = start(owner, LEAD, f"Hai bản {mark}")
    address = ""
    for words in ("Bản thứ nhất", "Bản thứ hai"):
        choose(page, "Biểu mẫu")
        page.get_by_label("Tiêu đề", exact=True).first.fill(f"{words} {mark}")
        saved(page)
        address = publish(page)
        guest.page.goto(address)
        expect(guest.page.get_by_text(f"{words} {mark}")).to_be_visible()

    page.get_by_role("tab", name="Bản cũ").click()
    rows = page.get_by_role("tabpanel").get_by_role("button", name="Khôi phục")
    rows.last.wait_for()
    published = page.get_by_text("Đã xuất bản", exact=True)
    expect(published).to_have_count(2)
    published.last.locator("xpath=../..").get_by_role("button", name="Khôi phục").click()
    page.get_by_role("dialog").get_by_role("button", name="Khôi phục").click()
    expect(page.get_by_text("Đã khôi phục")).to_be_visible()
    publish(page)

    guest.page.goto(address)
    expect(guest.page.get_by_text(f"Bản thứ nhất {mark}")).to_be_visible()
    expect(guest.page.get_by_text(f"Bản thứ hai {mark}")).to_have_count(0)

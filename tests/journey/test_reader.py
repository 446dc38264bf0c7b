"""Somebody who may only look: what the shop holds is there for her to read."""

from __future__ import annotations

import pytest

from tests.journey.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTRAST = """(input) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const look = getComputedStyle(input);
  const [ink, ground] = [light(look.color), light(look.backgroundColor)];
  const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  return { ratio, opacity: look.opacity };
}"""


@pytest.fixture
def width() -> int:
    return 1440


def test_a_viewer_can_read_the_fields_she_may_not_change(visitor: Person) -> None:
    page = visitor.page
    page.goto(visitor.stack.app_url)
    page.get_by_label("E-mail").fill("viewer@sen.vn")
    page.get_by_label("Mật khẩu").fill("hoa-sen-xem-2026")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cài đặt").click()
    name = page.get_by_label("Tên doanh nghiệp")
    name.wait_for()

    seen = name.evaluate(CONTRAST)

    assert name.is_disabled()
    assert seen["opacity"] == "1"
    assert seen["ratio"] >= 4.5

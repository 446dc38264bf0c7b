"""What an order's sums are called: the same on the shop's pages, in the app and in the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from donbay.edge.summary import label

ROOT = Path(__file__).parents[2]
WORDS = (ROOT / "docs/glossary.md").read_text()
GLOSSARY = dict(re.findall(r"^\| ([\w -]+) \| ([\w -]+) \|", WORDS, re.MULTILINE))
APP = (ROOT / "frontend/src/features/commerce/messages.ts").read_text()


@pytest.mark.parametrize(
    ("term", "edge", "app"),
    [
        ("subtotal", "subtotal", "subtotal"),
        ("discount", "discount", "discount"),
        ("delivery fee", "shipping", "shippingFee"),
        ("total", "total", "total"),
    ],
)
def test_sums_of_an_order_have_one_name(term: str, edge: str, app: str) -> None:
    vi, en = re.findall(rf"^    {app}: '(.+)',$", APP, re.MULTILINE)

    assert vi.lower() == label(edge, "vi").lower() == GLOSSARY[term]
    assert en.lower() == label(edge, "en").lower() == term

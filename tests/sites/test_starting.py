"""A template made into a page for the shop's own product."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from donbay.core.errors import Invalid
from donbay.sites.queries import get_page
from donbay.sites.types import PageProblem
from tests.factories.people import Shop
from tests.sites.builders import a_page, a_product, a_shop
from tests.sites.test_api import Api

pytestmark = pytest.mark.django_db(transaction=True)


def nodes(tree: Any) -> dict[str, Any]:
    """Return every node of a stored tree by its id."""
    found = {tree["id"]: tree} if "id" in tree else {}
    for child in (*tree.get("sections", ()), *tree.get("children", ())):
        found |= nodes(child)
    return found


def made(shop: Shop, product_id: Any = None) -> tuple[dict[str, Any], Any, list[PageProblem]]:
    """Return nodes, details and problems of an order page."""
    page = a_page(shop, "product", "", product_id)
    detail = get_page(shop.actor, page.id)
    return nodes(detail.tree), detail, list(detail.problems)


def codes(problems: list[PageProblem]) -> list[str]:
    return [problem.code for problem in problems]


def test_without_a_product_none_is_taken_and_the_author_is_asked_for_one() -> None:
    shop = a_shop()
    a_product(shop, name="Son dưỡng mật ong")

    found, _, problems = made(shop)

    assert found["form-dat-hang"].get("product_ids", []) == []
    assert found["product"].get("product_id", "") == ""
    asked = [each for each in problems if each.severity == "error"]
    assert {"product_missing", "checkout_without_product"} <= set(codes(asked))
    assert all("chọn sản phẩm" in each.vi for each in asked if "product" in each.code)


def test_the_chosen_product_is_sold_and_the_page_speaks_of_it() -> None:
    shop = a_shop()
    a_product(shop, name="Serum hoa sen 30 ml")
    balm = a_product(shop, name="Son dưỡng <mật ong>", description="Mềm môi & thơm")

    found, detail, problems = made(shop, balm)

    assert found["form-dat-hang"]["product_ids"] == [str(balm)]
    assert found["product"]["product_id"] == str(balm)
    assert found["heading"]["html"] == "Son dưỡng &lt;mật ong&gt;"
    assert found["text-2"]["html"] == "Mềm môi &amp; thơm"
    assert detail.info.name == "Son dưỡng <mật ong>"
    assert detail.seo["title"] == "Son dưỡng <mật ong>"
    # The drawing shows a serum: it went, and a picture of the balm is asked for.
    assert "image_empty" in codes(problems)
    samples = [each for each in problems if each.code == "words_sample"]
    assert [each.node_id for each in samples] == ["cong-dung", "cach-dung"]
    assert "Serum hoa sen" in samples[0].vi
    assert "Son dưỡng <mật ong>" in samples[0].vi


def test_a_product_without_a_description_gets_words_that_fit_any() -> None:
    shop = a_shop()
    balm = a_product(shop, name="Son dưỡng", image_key="son.webp")

    found, _, problems = made(shop, balm)

    assert "Kiểm tra hàng" in found["text-2"]["html"]
    assert found["image"]["src"] == "media:son.webp"
    assert found["image"]["alt"] == "Son dưỡng"
    assert "image_empty" not in codes(problems)


def test_the_product_that_the_sample_is_about_keeps_its_words() -> None:
    shop = a_shop()
    serum = a_product(shop, name="SERUM Hoa Sen 50 ml")

    found, _, problems = made(shop, serum)

    assert found["heading"]["html"].startswith("Căng mịn")
    assert "words_sample" not in codes(problems)


def test_a_product_of_another_shop_cannot_be_chosen() -> None:
    foreign = a_product(a_shop())

    for product_id in (foreign, uuid4()):
        with pytest.raises(Invalid):
            made(a_shop(), product_id)


def test_a_page_that_sells_nothing_takes_no_product() -> None:
    shop = a_shop()

    page = a_page(shop, "ebook", "", uuid4())

    assert page.kind == "lead"


def test_the_product_is_chosen_over_http() -> None:
    shop = a_shop()
    balm = a_product(shop, name="Son dưỡng")
    body = {"template": "product", "name": "", "product_id": str(balm)}

    made = Api(shop)("POST", "/pages", body)
    refused = Api(a_shop())("POST", "/pages", body)

    assert made.status_code == 201
    assert made.json()["name"] == "Son dưỡng"
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/product_id"

"""The search box of lists: accents and case do not matter, and other shops' rows stay theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from donbay.commerce.actions import create_voucher
from donbay.commerce.models import VoucherCode
from donbay.commerce.types import VoucherInput
from donbay.kit.ids import uuid7
from donbay.messaging.models import InboxMessage
from tests.factories.accounts import Api, an_api
from tests.factories.people import NOW, Shop, a_shop
from tests.messaging.builders import TREE

pytestmark = pytest.mark.django_db


def _voucher(api: Api, name: str) -> None:
    create_voucher(
        actor=api.shop.actor,
        now=NOW,
        voucher=VoucherInput(name=name, kind="percent", value=10, prefix="SEN"),
    )


def _content(api: Api, name: str) -> None:
    body = {"name": "Thư", "subject": name, "purpose": "care", "tree": TREE}
    assert api("POST", "/contents", body).status_code == 201


def _inbox(api: Api, name: str) -> None:
    InboxMessage.objects.insert(
        api.shop.id, message_id=uuid7().int % 2**62, customer_id=uuid7(), address="lan@x.vn",
        subject=name, html="", text="", at=NOW,
    )  # fmt: skip


def _import(api: Api, name: str) -> None:
    sheet = SimpleUploadedFile(f"{name}.csv", "Tên,Điện thoại\nLan,0912345678\n".encode())
    answer = api.client.post(f"/api/v1/w/{api.shop.slug}/imports", {"file": sheet})
    assert answer.status_code == 201


def _page(api: Api, name: str) -> None:
    body = {"name": name, "template": "ebook"}
    assert api("POST", "/pages", body).status_code == 201


def _flow(api: Api, name: str) -> None:
    assert api("POST", "/flows", {"name": name}).status_code == 201


def _product(api: Api, name: str) -> None:
    assert api("POST", "/products", {"name": name, "price": 1_000}).status_code == 201


@pytest.mark.parametrize(
    ("path", "add", "column"),
    [
        ("/pages", _page, "name"),
        ("/flows", _flow, "name"),
        ("/products", _product, "name"),
        ("/vouchers", _voucher, "name"),
        ("/contents", _content, "subject"),
        ("/inbox", _inbox, "subject"),
        ("/imports", _import, "filename"),
    ],
)
def test_a_list_is_searched(path: str, add: Callable[[Api, str], None], column: str) -> None:
    api, other = an_api(a_shop()), an_api(a_shop())
    for name in ("Đón Tết 100%", "Mùa hè"):
        add(api, name)
    add(other, "Đón Tết 100%")

    def found(words: str) -> list[str]:
        answer = api.client.get(f"/api/v1/w/{api.shop.slug}{path}", {"q": words})
        assert answer.status_code == 200
        return [item[column].removesuffix(".csv") for item in answer.json()["items"]]

    assert found("don TET") == found("Đón tết") == ["Đón Tết 100%"]
    assert found("0%") == ["Đón Tết 100%"]
    assert found("_") == found("mùa đông") == []
    assert sorted(found("")) == sorted(found("  ")) == ["Mùa hè", "Đón Tết 100%"]


def test_a_code_read_out_finds_its_programme() -> None:
    shop: Shop = a_shop()
    api = an_api(shop)
    for name in ("Tết", "Hè"):
        _voucher(api, name)
    summer = api("GET", "/vouchers", None).json()["items"][0]
    answer = api("POST", f"/vouchers/{summer['id']}/codes", {"count": 1})
    code = VoucherCode.objects.for_workspace(shop.id).get().code

    listed = api("GET", f"/vouchers?q={code.lower()}").json()["items"]

    assert answer.status_code == 201
    assert [item["id"] for item in listed] == [summer["id"]]

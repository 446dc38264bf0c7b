"""Builders for shops, products, orders."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from donbay.accounts.actions import create_workspace
from donbay.commerce.actions import create_product, create_voucher
from donbay.commerce.types import (
    Contact,
    OrderRequest,
    Product,
    ProductInput,
    Voucher,
    VoucherInput,
    WantedLine,
)
from donbay.core.types import Actor

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
BANK = {"bin": "970436", "account": "1026806174", "name": "SEN SKINCARE"}
_numbers = count(1)


def a_shop(**settings: Any) -> Actor:
    """Return the system's actor of a new workspace that takes transfers."""
    workspace = create_workspace(
        slug=f"shop-{next(_numbers)}",
        name="Sen Skincare",
        now=NOW,
        settings={"bank": BANK, "shipping": {"fee": 30_000, "free_from": 500_000}, **settings},
    )
    return Actor.system(getattr(workspace, "id", workspace))


def a_product(shop: Actor, **values: Any) -> Product:
    """Return a product on sale."""
    given = {"name": f"Sữa rửa mặt {next(_numbers)}", "price": 200_000, "stock": 10, **values}
    return create_product(actor=shop, now=NOW, product=ProductInput(**given))


def a_voucher(shop: Actor, **values: Any) -> Voucher:
    """Return a programme of 10 percent."""
    given = {"name": f"Ưu đãi {next(_numbers)}", "kind": "percent", "value": 10, "prefix": "SEN"}
    return create_voucher(actor=shop, now=NOW, voucher=VoucherInput(**{**given, **values}))


def a_request(product: Product, quantity: int = 1, **values: Any) -> OrderRequest:
    """Return a request of a woman named Lan."""
    contact = values.pop("contact", None) or Contact(
        name="Nguyễn Thị Lan", phone="0912 345 678", address="12 Lý Thường Kiệt, Hà Nội"
    )
    return OrderRequest(contact=contact, lines=(WantedLine(product.id, quantity),), **values)

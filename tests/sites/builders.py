"""Builders of shops with pages, forms and what visitors send through them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from donbay.accounts.actions import create_workspace
from donbay.commerce.actions import create_product
from donbay.commerce.queries import list_products
from donbay.commerce.types import ProductInput
from donbay.core.registry import Capture
from donbay.sites.actions import create_page, publish_page, save_page
from donbay.sites.queries import get_page
from donbay.sites.tree import PageTree, Seo
from donbay.sites.types import PageInfo
from tests.factories.people import Shop

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SELLER = {
    "address": "12 Nguyễn Huệ, phường Sài Gòn, TP. Hồ Chí Minh",
    "phone": "028 3822 1234",
    "email": "chao@senskincare.vn",
    "tax_code": "0312345678",
    "bank": {"bin": "970436", "account": "1026806174", "name": "SEN SKINCARE"},
    "shipping": {"fee": 30_000, "free_from": 500_000},
}
_numbers = count(1)


def a_shop(**settings: Any) -> Shop:
    """Create a workspace whose seller is named."""
    slug = f"trang-{next(_numbers)}"
    id_ = create_workspace(slug=slug, name="Sen Skincare", now=NOW, settings={**SELLER, **settings})
    return Shop(id_, slug)


def a_product(shop: Shop, **values: Any) -> UUID:
    """Return a product on sale."""
    given = {"name": f"Serum hoa sen {next(_numbers)}", "price": 389_000, "stock": 10, **values}
    return create_product(actor=shop.actor, now=NOW, product=ProductInput(**given)).id


def a_page(
    shop: Shop,
    template: str = "ebook",
    name: str = "Tặng e-book",
    product_id: UUID | None = None,
) -> PageInfo:
    """Create a draft."""
    return create_page(
        actor=shop.actor, now=NOW, template=template, name=name, product_id=product_id
    )


def a_published_page(shop: Shop, template: str = "ebook") -> PageInfo:
    """Create and publish a page."""
    sold = list_products(shop.id, limit=1) if template == "product" else []
    product_id = sold[0].id if sold else None
    page = a_page(shop, template, f"Trang {template} {next(_numbers)}", product_id)
    return publish_page(actor=shop.actor, now=NOW, page_id=page.id)


def change(shop: Shop, page: PageInfo, tree: Mapping[str, Any], **values: Any) -> PageInfo:
    """Save a page with another tree."""
    detail = get_page(shop.actor, page.id)
    given = {
        "name": detail.info.name,
        "slug": detail.info.slug,
        "base_version": detail.info.version,
        "seo": Seo(),
        "now": NOW,
        **values,
    }
    tree_ = PageTree.model_validate(tree)
    return save_page(actor=shop.actor, page_id=page.id, tree=tree_, **given)


def one_section(*children: Mapping[str, Any], **tree: Any) -> dict[str, Any]:
    """Return a tree with these components in one section."""
    section = {"id": "phan", "type": "section", "children": list(children)}
    return {"version": 1, "sections": [section], **tree}


def a_form(**values: Any) -> dict[str, Any]:
    """Return a lead form with a name, an e-mail, a phone and a consent box."""
    return {
        "id": "form",
        "type": "form",
        "title": "Đăng ký",
        "fields": [
            {"key": "name", "type": "name", "label": "Họ và tên", "required": True},
            {"key": "email", "type": "email", "label": "E-mail"},
            {"key": "phone", "type": "phone", "label": "Điện thoại"},
        ],
        "consent": {"text": "Tôi đồng ý nhận ưu đãi.", "channels": ["email", "sms"]},
        **values,
    }


def a_capture(
    shop: Shop,
    page: PageInfo,
    values: Mapping[str, str],
    *,
    form_id: str = "form-ebook",
    consent: bool = False,
    context: Mapping[str, Any] | None = None,
    **more: Any,
) -> Capture:
    """Return a lead form as the edge captures it."""
    payload = {
        "page_id": str(page.id),
        "form_id": form_id,
        "version": page.published_version,
        "values": dict(values),
        "consent": consent,
    }
    given = {"id": next(_numbers), "client_id": uuid4(), "received_at": NOW, **more}
    return Capture(
        workspace_id=shop.id, kind="form", payload=payload, context=dict(context or {}), **given
    )

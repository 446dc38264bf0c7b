"""Write products and adjust their stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit, changes, values_of
from donbay.commerce.actions.stock import Movement, move_stock
from donbay.commerce.errors import InvalidProduct, ProductNotFound, ProductTaken, StockRefused
from donbay.commerce.models import OrderLine as LineRow
from donbay.commerce.models import Product as ProductRow
from donbay.commerce.queries.products import get_product, product_of
from donbay.commerce.types import Product, ProductInput
from donbay.core.errors import DomainError, Words, field_problems
from donbay.core.types import Actor
from donbay.core.unique import unless_taken
from donbay.kit.text import clean, slugify, sort_key
from donbay.log.actions import append
from donbay.log.types import NewEvent

_MAX_MONEY = 10**12
_MAX_STOCK = 10**9
_WRONG: Words = {
    "name": ("Hãy nhập tên sản phẩm.", "Give the product a name."),
    "price": ("Giá từ 0 đến 1.000 tỷ ₫.", "A price is 0 to 1,000 billion ₫."),
    "compare_price": ("Giá gốc từ 0 đến 1.000 tỷ ₫.", "A price is 0 to 1,000 billion ₫."),
    "stock": ("Tồn kho từ 0 đến 1 tỷ.", "A stock is 0 to 1 billion."),
    "delta": (
        "Hãy nhập số khác 0, tối đa 1 tỷ, cho sản phẩm có theo dõi tồn kho.",
        "Give a number other than 0, at most 1 billion, for a product whose stock is counted.",
    ),
}
_AUDITED = ("name", "price", "compare_price", "sku", "active")


@atomic
def create_product(*, actor: Actor, now: datetime, product: ProductInput) -> Product:
    """Create a product; an empty slug is made from the name."""
    values = _cleaned(product)
    with unless_taken(_refusals(values)):
        row = ProductRow.objects.insert(
            actor.workspace_id,
            created_at=now,
            updated_at=now,
            sort_key=sort_key(values.name),
            **asdict(values),
        )
    audit(
        actor=actor, now=now, action="product.created", kind="product", item_id=row.id,
        name=row.name,
    )  # fmt: skip
    return product_of(row)


@atomic
def update_product(
    *, actor: Actor, now: datetime, product_id: UUID, edits: Mapping[str, Any]
) -> Product:
    """Change fields of a product (of ProductInput), stock excepted: that moves by adjust_stock.

    A product changes between counted and endless stock here: None makes it endless, a number
    starts counting an endless one. A count begins anew: what was ordered before is no part of it,
    and does not come back to it when it is cancelled.
    """
    row = _lock(actor.workspace_id, product_id)
    known = {field.name: getattr(row, field.name) for field in fields(ProductInput)}
    values = _cleaned(ProductInput(**{**known, **edits}))
    changed: dict[str, Any] = asdict(values)
    if row.stock is not None and values.stock is not None:
        changed.pop("stock")
    before = values_of(row, _AUDITED)
    news = sorted(name for name, value in changed.items() if getattr(row, name) != value)
    changed["sort_key"] = sort_key(values.name)
    for name, value in changed.items():
        setattr(row, name, value)
    row.updated_at = now
    with unless_taken(_refusals(values)):
        row.save(update_fields=[*changed, "updated_at"])
    if "stock" in news and row.stock is None:
        lines = LineRow.objects.for_workspace(row.workspace_id).filter(product_id=row.id)
        lines.filter(counted=True).update(counted=False)
    _tell(row, now, news)
    audit(
        actor=actor, now=now, action="product.updated", kind="product", item_id=row.id,
        name=row.name, data=changes(before, values_of(row, _AUDITED)),
    )  # fmt: skip
    return product_of(row)


@atomic
def delete_product(*, actor: Actor, now: datetime, product_id: UUID) -> None:
    """Take a product out of the shop; orders keep its name and price."""
    row = _lock(actor.workspace_id, product_id)
    row.deleted_at, row.updated_at, row.active = now, now, False
    row.save(update_fields=["deleted_at", "updated_at", "active"])
    _tell(row, now, ["deleted_at"])
    audit(
        actor=actor, now=now, action="product.deleted", kind="product", item_id=row.id,
        name=row.name,
    )  # fmt: skip


@atomic
def adjust_stock(
    *, actor: Actor, now: datetime, product_id: UUID, delta: int, reason: str
) -> Product:
    """Add pieces to a counted product, or take some away; raise StockRefused beyond its limits."""
    row = _lock(actor.workspace_id, product_id)
    if row.stock is None or not delta or abs(delta) > _MAX_STOCK:
        raise InvalidProduct(problems=field_problems({"delta": False}, _WRONG))
    if not 0 <= row.stock + delta <= _MAX_STOCK:
        raise StockRefused(product_id=str(row.id), left=row.stock)
    why = clean(reason)[:200]
    move_stock(actor.workspace_id, now, [Movement(product_id, delta)], reason=why)
    data = {"delta": delta}
    append([NewEvent(actor.workspace_id, "stock.adjusted", now, None, product_id, data)])
    audit(
        actor=actor, now=now, action="stock.adjusted", kind="product", item_id=row.id,
        name=row.name, data={**data, "reason": why},
    )  # fmt: skip
    return get_product(actor.workspace_id, product_id)


def _lock(workspace_id: int, product_id: UUID) -> ProductRow:
    rows = ProductRow.objects.for_workspace(workspace_id).select_for_update()
    row = rows.filter(id=product_id, deleted_at=None).first()
    if row is None:
        raise ProductNotFound
    return row


def _tell(row: ProductRow, now: datetime, fields: list[str]) -> None:
    """Let those who show the product know, if anything of it changed."""
    if fields:
        data = {"fields": fields}
        append([NewEvent(row.workspace_id, "product.changed", now, None, row.id, data)])


def _cleaned(product: ProductInput) -> ProductInput:
    name = clean(product.name)[:200]
    right = {
        "name": bool(name),
        "price": 0 <= product.price <= _MAX_MONEY,
        "compare_price": 0 <= (product.compare_price or 0) <= _MAX_MONEY,
        "stock": 0 <= (product.stock or 0) <= _MAX_STOCK,
    }
    if problems := field_problems(right, _WRONG):
        raise InvalidProduct(problems=problems)
    return replace(
        product,
        name=name,
        slug=slugify(product.slug or name, limit=80) or "san-pham",
        sku=clean(product.sku)[:60],
        image_key=product.image_key[:200],
        description=product.description.strip()[:20_000],
    )


def _refusals(values: ProductInput) -> dict[str, DomainError]:
    return {
        "commerce_product_slug_uq": ProductTaken(at="/slug", value=values.slug),
        "commerce_product_sku_uq": ProductTaken(at="/sku", value=values.sku),
    }

"""Reads of products and the stock ledger."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from donbay.commerce.errors import ProductNotFound
from donbay.commerce.models import Product as ProductRow
from donbay.commerce.models import StockMovement as MovementRow
from donbay.commerce.types import Product, StockMovement
from donbay.core.folding import matching


def get_product(workspace_id: int, product_id: UUID) -> Product:
    """Return one product that was not deleted; raise ProductNotFound."""
    row = ProductRow.objects.for_workspace(workspace_id).filter(id=product_id, deleted_at=None)
    found = row.first()
    if found is None:
        raise ProductNotFound
    return product_of(found)


def load_products(workspace_id: int, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Return the products of these ids that were not deleted."""
    rows = ProductRow.objects.for_workspace(workspace_id).filter(id__in=ids, deleted_at=None)
    return {row.id: product_of(row) for row in rows}


def list_products(
    workspace_id: int,
    *,
    search: str = "",
    after: tuple[str, UUID] | None = None,
    limit: int = 50,
) -> list[Product]:
    """Return products in the Vietnamese order of names, strictly after a (sort key, id)."""
    rows = ProductRow.objects.for_workspace(workspace_id).filter(deleted_at=None)
    if search:
        rows = matching(rows, search, "name", "sku")
    if after is not None:
        rows = rows.filter(Q(sort_key__gt=after[0]) | Q(sort_key=after[0], id__gt=after[1]))
    return [product_of(row) for row in rows.order_by("sort_key", "id")[:limit]]


def has_products(workspace_id: int) -> bool:
    """Tell whether anything is on sale."""
    rows = ProductRow.objects.for_workspace(workspace_id)
    return rows.filter(deleted_at=None, active=True).exists()


def list_stock_movements(
    workspace_id: int, product_id: UUID, *, limit: int = 50
) -> list[StockMovement]:
    """Return the newest lines of a product's stock ledger."""
    rows = MovementRow.objects.for_workspace(workspace_id).filter(product_id=product_id)
    return [
        StockMovement(row.id, row.product_id, row.delta, row.reason, row.order_id, row.at)
        for row in rows.order_by("-id")[:limit]
    ]


def product_of(row: ProductRow) -> Product:
    """Return a row as the type that crosses the room's border."""
    return Product(
        id=row.id,
        name=row.name,
        slug=row.slug,
        sku=row.sku,
        price=row.price,
        compare_price=row.compare_price,
        stock=row.stock,
        image_key=row.image_key,
        description=row.description,
        active=row.active,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )

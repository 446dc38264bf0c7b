"""Move stock and write its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from donbay.core.sqlfile import Sql
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.commerce")
LOW_STOCK = 5


@dataclass(frozen=True, slots=True)
class Movement:
    """So many pieces in (positive) or out (negative) of one product."""

    product_id: UUID
    delta: int
    order_id: UUID | None = None


def move_stock(
    workspace_id: int, now: datetime, movements: Sequence[Movement], *, reason: str
) -> None:
    """Apply movements to products whose rows are locked; log those that run low just now.

    A product that sells out or can be had again has changed for those who show it.
    """
    if not movements:
        return
    rows = SQL.rows(
        "move_stock",
        {
            "workspace_id": workspace_id,
            "now": now,
            "reason": reason,
            "product_ids": [movement.product_id for movement in movements],
            "deltas": [movement.delta for movement in movements],
            "order_ids": [movement.order_id for movement in movements],
        },
    )
    append(
        [
            NewEvent(workspace_id, "stock.low", now, None, product_id, {"left": stock})
            for product_id, stock, before in rows
            if stock <= LOW_STOCK < before
        ]
        + [
            NewEvent(workspace_id, "product.changed", now, None, product_id, {"fields": ["stock"]})
            for product_id, stock, before in rows
            if (stock > 0) != (before > 0)
        ]
    )

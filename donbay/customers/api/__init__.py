"""HTTP of the customers room."""

from __future__ import annotations

from donbay.core.api import room_router
from donbay.customers.api.customers import router as customers
from donbay.customers.api.imports import router as imports
from donbay.customers.api.tags import router as tags

router = room_router("customers")
# Tags first: /customers/bulk-tag would otherwise be taken for a customer's id.
router.add_router("", tags)
router.add_router("", customers)
router.add_router("", imports)

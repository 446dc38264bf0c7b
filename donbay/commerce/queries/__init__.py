"""Reads of the commerce room."""

from __future__ import annotations

from donbay.commerce.queries.orders import (
    count_open_orders,
    get_order,
    get_order_by_client,
    list_orders,
    order_payload,
    purchases_of,
    stream_orders,
)
from donbay.commerce.queries.products import (
    get_product,
    has_products,
    list_products,
    list_stock_movements,
    load_products,
)
from donbay.commerce.queries.settings import bank_account, shipping_terms, shop_of
from donbay.commerce.queries.vouchers import (
    get_voucher,
    list_codes,
    list_vouchers,
    load_last_orders,
)

__all__ = [
    "bank_account",
    "count_open_orders",
    "get_order",
    "get_order_by_client",
    "get_product",
    "get_voucher",
    "has_products",
    "list_codes",
    "list_orders",
    "list_products",
    "list_stock_movements",
    "list_vouchers",
    "load_last_orders",
    "load_products",
    "order_payload",
    "purchases_of",
    "shipping_terms",
    "shop_of",
    "stream_orders",
]

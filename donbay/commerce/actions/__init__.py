"""Writes of the commerce room."""

from __future__ import annotations

from donbay.commerce.actions.history import PastOrder, record_past_orders
from donbay.commerce.actions.orders import (
    cancel_order,
    complete_order,
    confirm_payment,
    erase_contacts,
    move_customer,
)
from donbay.commerce.actions.placing import place_order, place_orders, quote
from donbay.commerce.actions.products import (
    adjust_stock,
    create_product,
    delete_product,
    update_product,
)
from donbay.commerce.actions.vouchers import (
    create_voucher,
    give_vouchers,
    issue_open_codes,
    update_voucher,
)

__all__ = [
    "PastOrder",
    "adjust_stock",
    "cancel_order",
    "complete_order",
    "confirm_payment",
    "create_product",
    "create_voucher",
    "delete_product",
    "erase_contacts",
    "give_vouchers",
    "issue_open_codes",
    "move_customer",
    "place_order",
    "place_orders",
    "quote",
    "record_past_orders",
    "update_product",
    "update_voucher",
]

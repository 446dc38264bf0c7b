"""Writes of the customers room."""

from __future__ import annotations

from donbay.customers.actions.consents import record_consents
from donbay.customers.actions.fields import change_field, define_field
from donbay.customers.actions.imports import map_import, run_import
from donbay.customers.actions.merge import dismiss_merge, merge_customers
from donbay.customers.actions.people import upsert_people
from donbay.customers.actions.profiles import create_customer, delete_customer, update_customer
from donbay.customers.actions.tags import add_tag, delete_tag, ensure_tag, remove_tag

__all__ = [
    "add_tag",
    "change_field",
    "create_customer",
    "define_field",
    "delete_customer",
    "delete_tag",
    "dismiss_merge",
    "ensure_tag",
    "map_import",
    "merge_customers",
    "record_consents",
    "remove_tag",
    "run_import",
    "update_customer",
    "upsert_people",
]

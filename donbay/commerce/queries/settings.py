"""What the workspace's settings say about selling, parsed at the border."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from donbay.accounts.queries import get_workspace
from donbay.commerce.amounts import ShippingTerms
from donbay.commerce.placing import Shop
from donbay.commerce.types import BankAccount


def shop_of(workspace_id: int) -> Shop:
    """Return the delivery terms and whether transfers can be taken."""
    settings = get_workspace(workspace_id).settings
    return Shop(_shipping(settings), _bank(settings) is not None)


def shipping_terms(workspace_id: int) -> ShippingTerms:
    """Return what delivery costs."""
    return _shipping(get_workspace(workspace_id).settings)


def bank_account(workspace_id: int) -> BankAccount | None:
    """Return where transfers go, or None while nothing complete is entered."""
    return _bank(get_workspace(workspace_id).settings)


def _shipping(settings: Mapping[str, Any]) -> ShippingTerms:
    given = settings.get("shipping")
    if not isinstance(given, Mapping):
        return ShippingTerms()
    return ShippingTerms(_amount(given.get("fee")) or 0, _amount(given.get("free_from")))


def _bank(settings: Mapping[str, Any]) -> BankAccount | None:
    given = settings.get("bank")
    if not isinstance(given, Mapping):
        return None
    bin_, account = str(given.get("bin", "")), str(given.get("account", "")).replace(" ", "")
    if len(bin_) != 6 or not bin_.isdigit() or not 0 < len(account) <= 19 or not account.isalnum():
        return None
    return BankAccount(bin_, account, str(given.get("name", "")))


def _amount(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None

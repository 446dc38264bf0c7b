"""Who may call what: one table, held against every route of the router."""

from __future__ import annotations

from typing import Any

import pytest

from donbay.accounts.permissions import PERMISSIONS
from donbay.core.types import Role
from tests.factories.accounts import Api, a_key_api, an_api
from tests.factories.people import Shop, a_shop
from tests.factories.requests import Route, routes, send

pytestmark = pytest.mark.django_db

VIEWER: frozenset[Role] = frozenset({"viewer", "editor", "manager", "owner"})
EDITOR: frozenset[Role] = frozenset({"editor", "manager", "owner"})
MANAGER: frozenset[Role] = frozenset({"manager", "owner"})

# Written by hand on purpose: a change here is a decision about who may do what.
TABLE: dict[str, frozenset[Role]] = {
    "get_clock": VIEWER,
    "advance_clock": EDITOR,
    "get_workspace": VIEWER,
    "update_workspace": MANAGER,
    "list_banks": VIEWER,
    "list_members": MANAGER,
    "add_member": MANAGER,
    "change_member": MANAGER,
    "list_api_keys": MANAGER,
    "create_api_key": MANAGER,
    "revoke_api_key": MANAGER,
    "list_uses": VIEWER,
    "list_audit": MANAGER,
    "list_audit_actions": MANAGER,
    "list_tags": VIEWER,
    "create_tag": EDITOR,
    "delete_tag": MANAGER,
    "add_customer_tag": EDITOR,
    "remove_customer_tag": EDITOR,
    "bulk_tag_customers": EDITOR,
    "list_customer_fields": VIEWER,
    "create_customer_field": MANAGER,
    "change_customer_field": MANAGER,
    "list_customers": VIEWER,
    "create_customer": EDITOR,
    "export_customers": MANAGER,
    "get_customer": VIEWER,
    "update_customer": EDITOR,
    "delete_customer": MANAGER,
    "list_customer_timeline": VIEWER,
    "list_customer_consents": VIEWER,
    "record_customer_consent": EDITOR,
    "list_merge_suggestions": VIEWER,
    "dismiss_merge_suggestion": EDITOR,
    "merge_customers": EDITOR,
    "upload_import": EDITOR,
    "list_imports": VIEWER,
    "list_import_targets": VIEWER,
    "get_import": VIEWER,
    "map_import": EDITOR,
    "run_import": EDITOR,
    "download_import_errors": VIEWER,
    "list_captures": VIEWER,
    "retry_capture": EDITOR,
    "count_segment": VIEWER,
    "list_segment_facets": VIEWER,
    "list_products": VIEWER,
    "create_product": EDITOR,
    "get_product": VIEWER,
    "update_product": EDITOR,
    "delete_product": EDITOR,
    "adjust_stock": EDITOR,
    "list_stock_movements": VIEWER,
    "get_customer_purchases": VIEWER,
    "export_orders": MANAGER,
    "list_orders": VIEWER,
    "create_order": EDITOR,
    "quote_order": EDITOR,
    "get_order": VIEWER,
    "get_order_vietqr_svg": VIEWER,
    "get_order_vietqr_png": VIEWER,
    "cancel_order": EDITOR,
    "confirm_order_payment": EDITOR,
    "complete_order": EDITOR,
    "list_vouchers": VIEWER,
    "create_voucher": EDITOR,
    "get_voucher": VIEWER,
    "update_voucher": EDITOR,
    "list_voucher_codes": VIEWER,
    "issue_voucher_codes": EDITOR,
    "list_contents": VIEWER,
    "create_content": EDITOR,
    "get_content": VIEWER,
    "update_content": EDITOR,
    "delete_content": EDITOR,
    "preview_content": VIEWER,
    "test_content": EDITOR,
    "list_merge_fields": VIEWER,
    "list_messages": VIEWER,
    "list_inbox": VIEWER,
    "get_inbox_item": VIEWER,
    "get_inbox_frame": VIEWER,
    "list_channels": MANAGER,
    "create_channel": MANAGER,
    "update_channel": MANAGER,
    "test_channel": MANAGER,
    "delete_channel": MANAGER,
    "list_pages": VIEWER,
    "create_page": EDITOR,
    "list_page_templates": VIEWER,
    "preview_page_template": VIEWER,
    "list_page_assets": VIEWER,
    "get_page": VIEWER,
    "save_page": EDITOR,
    "delete_page": EDITOR,
    "preview_page": VIEWER,
    "publish_page": EDITOR,
    "unpublish_page": EDITOR,
    "duplicate_page": EDITOR,
    "list_page_revisions": VIEWER,
    "restore_page_revision": EDITOR,
    "list_page_submissions": VIEWER,
    "upload_media": EDITOR,
    "list_flows": VIEWER,
    "create_flow": EDITOR,
    "list_flow_library": VIEWER,
    "list_flow_kinds": VIEWER,
    "get_flow": VIEWER,
    "save_flow": EDITOR,
    "delete_flow": EDITOR,
    "publish_flow": EDITOR,
    "pause_flow": EDITOR,
    "resume_flow": EDITOR,
    "duplicate_flow": EDITOR,
    "get_flow_report": VIEWER,
    "list_flow_runs": VIEWER,
    "get_flow_run": VIEWER,
    "retry_flow_run": EDITOR,
    "try_flow": VIEWER,
    "get_overview": VIEWER,
    "rebuild_reports": EDITOR,
}

ROUTES = {route.operation_id: route for route in routes()}


@pytest.fixture
def shop() -> Shop:
    return a_shop(address="12 Lê Lợi, Huế", phone="0912345678", email="shop@shop.vn")


def test_every_route_is_in_the_table_and_nothing_else() -> None:
    assert set(ROUTES) == set(TABLE)


@pytest.mark.parametrize("operation_id", sorted(TABLE))
def test_roles(operation_id: str, shop: Shop) -> None:
    route = ROUTES[operation_id]

    outcome = {role: _let_in(an_api(shop, role), route) for role in PERMISSIONS if role != "system"}

    assert {role for role, came_in in outcome.items() if came_in} == TABLE[operation_id]


@pytest.mark.parametrize("operation_id", sorted(TABLE))
def test_strangers_stay_out(operation_id: str, shop: Shop) -> None:
    route = ROUTES[operation_id]

    assert send(Api(shop), route).status_code in (401, 403)  # 403: no CSRF token either
    assert send(Api(shop, secret="dbk_wrong"), route).status_code in (
        401,
        403,
    )


@pytest.mark.parametrize("operation_id", sorted(TABLE))
def test_a_viewers_key_may_no_more_than_a_viewer(operation_id: str, shop: Shop) -> None:
    route = ROUTES[operation_id]

    assert _let_in(a_key_api(shop, "viewer"), route) == ("viewer" in TABLE[operation_id])


def _let_in(api: Any, route: Route) -> bool:
    """Tell whether a role comes in; what the route then finds is not asked here."""
    answer = send(api, route)
    assert answer.status_code < 500, answer.content
    if answer.status_code == 403:
        assert answer.json()["code"] == "forbidden"
        return False
    assert answer.status_code != 401
    return True

"""Nothing of one shop can be read, changed or even noticed from another."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from donbay.accounts.queries import find_workspace
from donbay.app.demo.seed import SLUG, seed_once
from donbay.core.models import WorkspaceManager
from tests.factories.accounts import Api, an_api
from tests.factories.people import Shop, a_shop
from tests.factories.requests import Route, routes, send

# Where an id for a path parameter, or for a field of a body, is found in the other shop.
TABLE_OF = {
    "member_id": "accounts_member",
    "key_id": "accounts_api_key",
    "tag_id": "customers_tag",
    "customer_id": "customers_customer",
    "suggestion_id": "customers_merge_suggestion",
    "import_id": "customers_import",
    "capture_id": "intake_capture",
    "product_id": "commerce_product",
    "order_id": "commerce_order",
    "voucher_id": "commerce_voucher",
    "content_id": "messaging_content",
    "item_id": "messaging_inbox_message",
    "channel_id": "messaging_channel",
    "page_id": "sites_page",
    "flow_id": "automation_flow",
    "run_id": "automation_run",
    "event_id": "log_set_aside",
}
FREE = {"key": "ebook", "number": 1, "kind": "content"}  # parameters that name nothing of a shop


@dataclass
class Other:
    """The shop that must stay unseen: what would betray it, and what it holds."""

    id: int
    ids: dict[str, Any] = field(default_factory=dict)
    needles: set[str] = field(default_factory=set)

    def snapshot(self) -> dict[str, str]:
        """Return a fingerprint of all the shop's rows, by table."""
        return {table: self._fingerprint(table) for table in _tables()}

    def _fingerprint(self, table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) "
                f'FROM "{table}" AS t WHERE workspace_id = %s',
                [self.id],
            )
            return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_one_shop_never_reaches_into_another(monkeypatch: pytest.MonkeyPatch) -> None:
    seed_once()
    workspace = find_workspace(SLUG)
    assert workspace is not None
    other = look_at(workspace.id)
    mine: Shop = a_shop(address="12 Lê Lợi", phone="0912345678", email="a@shop.vn")
    api = an_api(mine, "owner")
    before = other.snapshot()

    leaks = list(_leaks(api, other))

    assert leaks == []
    assert {name for name, print_ in other.snapshot().items() if print_ != before[name]} == set()

    # The same search must find a leak where there is one.
    with monkeypatch.context() as patch:
        patch.setattr(
            WorkspaceManager,
            "for_workspace",
            lambda manager, workspace_id: super(WorkspaceManager, manager).get_queryset(),
        )
        planted = [route for route in routes() if route.operation_id in PLANTED]
        found = {leak.split(":")[0] for leak in _leaks(api, other, planted)}
    assert found == PLANTED


PLANTED = {"list_products", "get_product", "list_pages", "list_contents"}


def _leaks(api: Api, other: Other, among: list[Route] | None = None) -> Iterator[str]:
    for route in among or routes():
        answer = send(api, route, {**other.ids, **FREE})
        if answer.status_code >= 500:
            yield f"{route.operation_id}: {answer.status_code} {answer.content[:300]!r}"
        named = set(route.parameters) - set(FREE)
        if named and answer.status_code not in (400, 404, 422):
            yield f"{route.operation_id}: answered {answer.status_code} about the other shop's item"
        shown = sorted(needle for needle in other.needles if needle in _text(answer))
        if shown:
            yield f"{route.operation_id}: shows {shown[:3]}"


def _text(answer: Any) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as sheet:
            raw = b"".join(sheet.read(name) for name in sheet.namelist())
    return str(raw.decode("utf-8", "replace"))


def look_at(workspace_id: int) -> Other:
    other = Other(workspace_id)
    tables = set(_tables())
    for name, table in TABLE_OF.items():
        if table in tables:
            with connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT id FROM "{table}" WHERE workspace_id = %s ORDER BY id LIMIT 1',
                    [workspace_id],
                )
                row = cursor.fetchone()
            if row:
                other.ids[name] = row[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(ARRAY[id::text, email, phone]) FROM customers_customer "
            "WHERE workspace_id = %s",
            [workspace_id],
        )
        other.needles = {text for (text,) in cursor.fetchall() if text}
    other.needles |= {str(value) for value in other.ids.values() if len(str(value)) > 20}
    return other


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name FROM information_schema.columns AS c "
            "JOIN information_schema.tables AS t USING (table_schema, table_name) "
            "WHERE c.column_name = 'workspace_id' AND c.table_schema = 'public' "
            "AND t.table_type = 'BASE TABLE' ORDER BY c.table_name"
        )
        return [name for (name,) in cursor.fetchall()]

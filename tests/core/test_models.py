"""Rows inserted together come back as they were given; a row without its workspace is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from donbay.commerce.models import StockMovement
from donbay.core.models import MissingWorkspace
from donbay.customers.models import Customer, ImportRow
from donbay.intake.models import Capture
from donbay.messaging.models import Outbox
from tests.factories.people import a_shop
from tests.sites import builders as sites

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 0, 0, 123456, tzinfo=UTC)
NAMES = ("Lan", "", 'Mai "Sẹo"', "a,b", "\\", "NULL", "{}", "Đặng 👩‍🔬", "it's %s")


def _customers(workspace_id: int, **values: Any) -> list[Customer]:
    return [
        Customer(
            workspace_id=workspace_id, full_name=name, created_at=NOW, updated_at=NOW,
            birthday=date(1990, 2, n + 1) if n % 2 else None,
            email=f"k{n}@x.vn" if n % 3 else None, fields={"ghi chú": name, "n": n, "x": None},
            **values,
        )
        for n, name in enumerate(NAMES)
    ]  # fmt: skip


def test_every_kind_of_value_comes_back_in_its_own_row() -> None:
    shop = a_shop()
    given = _customers(shop.id)

    Customer.objects.insert_many(given)

    kept = Customer.objects.for_workspace(shop.id).in_bulk()
    assert len(kept) == len(given)
    for row in given:
        for field in Customer._meta.concrete_fields:
            assert getattr(kept[row.id], field.attname) == getattr(row, field.attname), field


def test_rows_alike_are_all_inserted_and_numbered_by_the_database() -> None:
    shop = a_shop()
    product_id = sites.a_product(shop)

    StockMovement.objects.insert_many(
        [
            StockMovement(
                workspace_id=shop.id, product_id=product_id, delta=-1, reason="x", at=NOW,
                order_id=None,
            )
            for _ in range(3)
        ]
    )  # fmt: skip

    rows = StockMovement.objects.for_workspace(shop.id)
    assert len(set(rows.values_list("id", flat=True))) == 3
    assert set(rows.values_list("order_id", "delta")) == {(None, -1)}


def test_no_json_is_no_json_and_what_the_database_fills_in_it_fills_in() -> None:
    shop = a_shop()
    rows = [
        Capture(
            workspace_id=shop.id, client_id=uuid4(), kind="form", payload=payload, error=error,
            received_at=NOW, next_try_at=NOW,
        )
        for payload, error in (({"a": [1, None, "é"]}, None), ([], {"code": "x"}))
    ]  # fmt: skip

    Capture.objects.insert_many(rows)

    kept = Capture.objects.for_workspace(shop.id).order_by("id")
    assert [(row.payload, row.error, row.state, row.attempts) for row in kept] == [
        ({"a": [1, None, "é"]}, None, "new", 0), ([], {"code": "x"}, "new", 0),
    ]  # fmt: skip
    assert kept.filter(error__isnull=True).count() == 1


def test_truths_and_nothing_at_all() -> None:
    shop = a_shop()

    assert ImportRow.objects.insert_many([]) == []
    with pytest.raises(MissingWorkspace):
        Customer.objects.insert_many([*_customers(shop.id), Customer(full_name="Ai?")])
    assert not Customer.objects.for_workspace(shop.id).exists()


@pytest.mark.parametrize("model", [Customer, Outbox, Capture, StockMovement])
def test_no_query_starts_without_a_workspace(model: Any) -> None:
    ours, theirs = a_shop(), a_shop()
    if model is Customer:
        Customer.objects.insert_many(_customers(theirs.id))

    for forgetful in (model.objects.all, model.objects.count, lambda: model.objects.filter(id=1)):
        with pytest.raises(MissingWorkspace):
            forgetful()
    assert not model.objects.for_workspace(ours.id).exists()

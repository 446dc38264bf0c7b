"""Tables of the commerce room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from donbay.core.models import WorkspaceManager, WorkspaceModel


class Product(WorkspaceModel):
    """Something to sell. `stock` null is endless; a deleted product stays for old orders."""

    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    sku = models.CharField(max_length=60, default="")
    price = models.BigIntegerField()
    compare_price = models.BigIntegerField(null=True)
    stock = models.IntegerField(null=True)
    image_key = models.CharField(max_length=200, default="")
    description = models.TextField(default="")
    active = models.BooleanField(default=True)
    sort_key = models.TextField(default="", db_collation="C")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "commerce_product"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "slug"],
                condition=Q(deleted_at=None),
                name="commerce_product_slug_uq",
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "sku"],
                condition=Q(deleted_at=None) & ~Q(sku=""),
                name="commerce_product_sku_uq",
            ),
            models.CheckConstraint(name="commerce_product_price", condition=Q(price__gte=0)),
            models.CheckConstraint(
                name="commerce_product_compare",
                condition=Q(compare_price=None) | Q(compare_price__gte=0),
            ),
            models.CheckConstraint(
                name="commerce_product_stock", condition=Q(stock=None) | Q(stock__gte=0)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "sort_key", "id"], name="commerce_product_by_name")
        ]


class Counter(models.Model):
    """The last order number of a workspace."""

    workspace_id = models.BigIntegerField(primary_key=True)
    last_order = models.BigIntegerField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "commerce_counter"


class Order(WorkspaceModel):
    """An order. `source` is frozen when it is placed; `contact` is what was typed."""

    number = models.CharField(max_length=20)
    customer_id = models.UUIDField()
    state = models.CharField(max_length=10, default="open")
    payment_method = models.CharField(max_length=10)
    payment_state = models.CharField(max_length=10, default="pending")
    shipping_state = models.CharField(max_length=10, default="pending")
    subtotal = models.BigIntegerField()
    discount = models.BigIntegerField(default=0)
    shipping_fee = models.BigIntegerField(default=0)
    total = models.BigIntegerField()
    voucher_code_id = models.UUIDField(null=True)
    voucher_code = models.CharField(max_length=40, default="")
    contact = models.JSONField(default=dict)
    search_text = models.TextField(default="")
    note = models.TextField(default="")
    source = models.JSONField(default=dict)
    page_id = models.UUIDField(null=True)
    message_id = models.BigIntegerField(null=True)
    flow_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "commerce_order"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "number"], name="commerce_order_number_uq"
            ),
            models.UniqueConstraint(
                fields=["workspace_id", "client_id"], name="commerce_order_client_uq"
            ),
            models.CheckConstraint(
                name="commerce_order_total",
                condition=Q(total=F("subtotal") - F("discount") + F("shipping_fee"))
                & Q(discount__gte=0, discount__lte=F("subtotal"), shipping_fee__gte=0),
            ),
            models.CheckConstraint(
                name="commerce_order_states",
                condition=Q(
                    state__in=["open", "cancelled", "completed"],
                    payment_method__in=["cod", "bank"],
                    payment_state__in=["pending", "paid"],
                    shipping_state__in=["pending", "delivered", "cancelled"],
                ),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "-placed_at", "-id"], name="commerce_order_recent"
            ),
            models.Index(
                fields=["workspace_id", "customer_id", "placed_at"], name="commerce_order_customer"
            ),
        ]


class OrderLine(WorkspaceModel):
    """A product in an order, under the name and at the price of that moment."""

    order_id = models.UUIDField()
    product_id = models.UUIDField()
    position = models.SmallIntegerField()
    name = models.CharField(max_length=200)
    sku = models.CharField(max_length=60, default="")
    price = models.BigIntegerField()
    quantity = models.IntegerField()
    total = models.BigIntegerField()
    # Whether its pieces left the stock as it is counted now, and come back when it is cancelled.
    counted = models.BooleanField(default=True)

    class Meta:
        db_table = "commerce_order_line"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workspace_id", "order_id", "position"], name="commerce_order_line_uq"
            ),
            models.CheckConstraint(
                name="commerce_order_line_total",
                condition=Q(total=F("price") * F("quantity")) & Q(quantity__gt=0, price__gte=0),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "product_id"], name="commerce_line_product")
        ]


class StockMovement(models.Model):
    """One line of the stock ledger; lines are only ever added."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    product_id = models.UUIDField()
    delta = models.IntegerField()
    reason = models.CharField(max_length=200)
    order_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "commerce_stock_movement"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "product_id", "-id"], name="commerce_stock_ledger")
        ]


class Voucher(WorkspaceModel):
    """A programme that hands out single-use codes."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    value = models.BigIntegerField()
    min_total = models.BigIntegerField(default=0)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    valid_days = models.IntegerField(null=True)
    prefix = models.CharField(max_length=10, default="")
    limit = models.IntegerField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "commerce_voucher"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "name"], name="commerce_voucher_uq"),
            models.CheckConstraint(
                name="commerce_voucher_value",
                condition=(Q(kind="percent", value__gte=1, value__lte=100))
                | Q(kind="amount", value__gte=1),
            ),
            models.CheckConstraint(
                name="commerce_voucher_bounds",
                condition=Q(min_total__gte=0)
                & (Q(limit=None) | Q(limit__gte=1))
                & (Q(valid_days=None) | Q(valid_days__gte=1)),
            ),
        ]


class VoucherCode(WorkspaceModel):
    """A code. `issue_key` names the hand-out, so that one flow step gives one person one code."""

    voucher_id = models.UUIDField()
    code = models.CharField(max_length=40)
    customer_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, default="issued")
    order_id = models.UUIDField(null=True)
    issue_key = models.CharField(max_length=200, null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "commerce_voucher_code"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "code"], name="commerce_code_uq"),
            models.UniqueConstraint(
                fields=["workspace_id", "issue_key"], name="commerce_code_issue_uq"
            ),
            models.CheckConstraint(
                name="commerce_code_state",
                condition=Q(state__in=["issued", "void"], order_id=None)
                | Q(state="used", order_id__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workspace_id", "voucher_id", "-id"], name="commerce_code_list"),
            models.Index(
                fields=["workspace_id", "customer_id", "-issued_at"], name="commerce_code_owner"
            ),
        ]

"""What segment conditions may ask about a customer's orders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from psycopg.sql import SQL, Composable, Identifier, Literal

from donbay.commerce.queries import list_products
from donbay.core.registry import FacetContext, SegmentFacet

_COMPARE = {
    "gt": SQL(">"), "gte": SQL(">="), "lt": SQL("<"), "lte": SQL("<="), "is": SQL("="),
}  # fmt: skip
_NUMBER = ("gte", "gt", "lte", "lt", "is")
_TOUCHED = frozenset({"order.placed", "order.cancelled", "customer.merged"})
_MAX_DAYS = 36_500


def compile_count(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has placed so many orders that were not cancelled."""
    return _compare(_stat(context, SQL("count(*)")), operator, value)


def compile_spent(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has spent so many đồng on orders that were not cancelled."""
    return _compare(_stat(context, SQL("coalesce(sum(o.total), 0)")), operator, value)


def compile_last_order(context: FacetContext, operator: str, value: Any) -> Composable:
    """Ordered last within N days, longer than N days ago, or never."""
    if operator == "never":
        return SQL("NOT ({})").format(_ordered(context, SQL("true")))
    since = Literal(context.now - timedelta(days=_days(value)))
    recently = _ordered(context, SQL("o.placed_at > {}").format(since))
    if operator == "within_days":
        return recently
    return SQL("({} AND NOT ({}))").format(_ordered(context, SQL("true")), recently)


def compile_bought(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has, or has not, bought a product; the value is the product's id."""
    bought = _ordered(
        context,
        SQL(
            "EXISTS (SELECT 1 FROM commerce_order_line AS l"
            " WHERE l.workspace_id = o.workspace_id AND l.order_id = o.id"
            " AND l.product_id = {})"
        ).format(Literal(UUID(str(value)))),
    )
    return SQL("NOT ({})").format(bought) if operator == "has_not" else bought


def compile_ordered_since(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has ordered since entering the flow, or within N days where there is no flow."""
    if context.entered_at is not None:
        since = context.entered_at
    else:
        since = Literal(context.now - timedelta(days=_days(value or 30)))
    ordered = _ordered(context, SQL("o.placed_at >= {}").format(since))
    return SQL("NOT ({})").format(ordered) if operator == "has_not" else ordered


def compile_voucher(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has been given, or has used, a code of a programme; the value is its id."""
    return SQL(
        "EXISTS (SELECT 1 FROM commerce_voucher_code AS v WHERE v.workspace_id = {workspace}"
        " AND v.customer_id = {customer} AND v.voucher_id = {voucher} AND v.state = {state})"
    ).format(
        workspace=Literal(context.workspace_id),
        customer=Identifier(context.alias, "id"),
        voucher=Literal(UUID(str(value))),
        state=Literal("used" if operator == "used" else "issued"),
    )


def facets() -> list[SegmentFacet]:
    """Return every facet of this room."""
    return [
        SegmentFacet(
            "order.count", "Số đơn hàng", "Number of orders", "number", _NUMBER, compile_count,
            _TOUCHED,
        ),
        SegmentFacet(
            "order.spent", "Tổng chi tiêu (₫)", "Total spent (₫)", "money", _NUMBER,
            compile_spent, _TOUCHED,
        ),
        SegmentFacet(
            "order.last", "Lần mua gần nhất", "Last order", "days",
            ("within_days", "older_than_days", "never"), compile_last_order, _TOUCHED,
        ),
        SegmentFacet(
            "order.product", "Đã mua sản phẩm", "Bought a product", "product",
            ("has", "has_not"), compile_bought, _TOUCHED,
            choices=_product_choices,
        ),
        SegmentFacet(
            "order.since_entry", "Đã mua từ khi vào kịch bản", "Ordered since entering the flow",
            "none", ("has", "has_not"), compile_ordered_since, _TOUCHED,
        ),
        SegmentFacet(
            "voucher.code", "Mã ưu đãi", "Voucher code", "voucher", ("holds", "used"),
            compile_voucher, frozenset({"voucher.issued", "voucher.used", "order.cancelled"}),
        ),
    ]  # fmt: skip


def _product_choices(workspace_id: int) -> list[Any]:
    return [{"value": str(p.id), "label": p.name} for p in list_products(workspace_id, limit=200)]


def _stat(context: FacetContext, measure: Composable) -> Composable:
    return SQL("(SELECT {} FROM {})").format(measure, _orders(context))


def _ordered(context: FacetContext, condition: Composable) -> Composable:
    return SQL("EXISTS (SELECT 1 FROM {} AND {})").format(_orders(context), condition)


def _orders(context: FacetContext) -> Composable:
    return SQL(
        "commerce_order AS o WHERE o.workspace_id = {workspace} AND o.customer_id = {customer}"
        " AND o.state <> 'cancelled'"
    ).format(workspace=Literal(context.workspace_id), customer=Identifier(context.alias, "id"))


def _compare(measured: Composable, operator: str, value: Any) -> Composable:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**15:
        raise ValueError("whole number")
    return SQL("({} {} {})").format(measured, _COMPARE[operator], Literal(value))


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_DAYS:
        raise ValueError("days")
    return value

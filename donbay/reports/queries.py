"""Reads of the reports room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from donbay.accounts.queries import business_now, workspace_zone
from donbay.commerce.queries import bank_account, has_products, list_vouchers
from donbay.core.sqlfile import Sql
from donbay.kit.clock import at_local, utcnow
from donbay.log.queries import cursor_lags
from donbay.reports.errors import InvalidPeriod
from donbay.reports.types import (
    DayFigures,
    Overview,
    PageFigures,
    SourceFigures,
    Stage,
    Step,
)
from donbay.sites.queries import list_page_names

SQL = Sql("donbay.reports")
REACTOR = "reports.rollup"
DEFAULT_DAYS = 30
_LONGEST = timedelta(days=731)
_NOTHING = (0, 0)

Sums = Mapping[str, tuple[int, int]]


def get_overview(
    workspace_id: int, first: date | None = None, last: date | None = None
) -> Overview:
    """Return the figures of a period, both days included; the last 30 days when none is given."""
    now, zone = business_now(workspace_id), workspace_zone(workspace_id)
    last = last or now.astimezone(zone).date()
    first = first or last - timedelta(days=DEFAULT_DAYS - 1)
    if not first <= last or last - first > _LONGEST:
        raise InvalidPeriod
    period = {
        "workspace_id": workspace_id,
        "start": at_local(first, time(), zone),
        "end": at_local(last + timedelta(days=1), time(), zone),
    }
    days = _sum_days(period, zone)
    totals = _add_up(days)
    orders, revenue = totals.get("order", _NOTHING)
    return Overview(
        revenue=revenue,
        orders=orders,
        average_order=revenue // orders if orders > 0 else 0,
        new_customers=_count(totals, "new_customer"),
        leads=_count(totals, "lead"),
        messages_sent=_count(totals, "message"),
        by_day=tuple(_day(day, days.get(day, {})) for day in _days(first, last)),
        by_source=_by_source(period),
        by_page=_by_page(workspace_id, period),
        stages=_stages(workspace_id),
        business_now=now,
        cursor_lag_seconds=_lag(),
    )


def _sum_days(period: Mapping[str, Any], zone: ZoneInfo) -> dict[date, dict[str, tuple[int, int]]]:
    days: dict[date, dict[str, tuple[int, int]]] = defaultdict(dict)
    for day, metric, count, amount in SQL.rows("sum_days", {**period, "zone": zone.key}):
        days[day][metric] = (count, amount)
    return days


def _sum_values(period: Mapping[str, Any], dimension: str) -> dict[str, dict[str, tuple[int, int]]]:
    values: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for value, metric, count, amount in SQL.rows("sum_values", {**period, "dimension": dimension}):
        values[value][metric] = (count, amount)
    return values


def _add_up(days: Mapping[date, Sums]) -> dict[str, tuple[int, int]]:
    totals: dict[str, tuple[int, int]] = {}
    for sums in days.values():
        for metric, (count, amount) in sums.items():
            known = totals.get(metric, _NOTHING)
            totals[metric] = (known[0] + count, known[1] + amount)
    return totals


def _count(sums: Sums, metric: str) -> int:
    return sums.get(metric, _NOTHING)[0]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _day(day: date, sums: Sums) -> DayFigures:
    orders, revenue = sums.get("order", _NOTHING)
    return DayFigures(day=day, revenue=revenue, orders=orders, leads=_count(sums, "lead"))


def _by_source(period: Mapping[str, Any]) -> tuple[SourceFigures, ...]:
    rows = [
        SourceFigures(
            source=source,
            revenue=sums.get("order", _NOTHING)[1],
            orders=_count(sums, "order"),
            leads=_count(sums, "lead"),
            customers=_count(sums, "new_customer"),
        )
        for source, sums in _sum_values(period, "source").items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.revenue, -row.customers, row.source)))


def _by_page(workspace_id: int, period: Mapping[str, Any]) -> tuple[PageFigures, ...]:
    names = dict(list_page_names(workspace_id))
    rows = [
        PageFigures(
            page_id=page_id,
            name=names.get(page_id, ""),
            views=_count(sums, "view"),
            leads=_count(sums, "lead"),
            orders=_count(sums, "order"),
            revenue=sums.get("order", _NOTHING)[1],
        )
        for value, sums in _sum_values(period, "page").items()
        if (page_id := _page_id(value)) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (-row.revenue, -row.leads, -row.views, row.page_id)))


def _page_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _stages(workspace_id: int) -> tuple[Stage, ...]:
    """Return the way of a new shop; a step is done when the thing itself is there."""
    known = {metric for (metric,) in SQL.rows("known_metrics", {"workspace_id": workspace_id})}
    return (
        _stage(
            "digitize",
            Step("customers", "new_customer" in known, "/customers"),
            Step("products", has_products(workspace_id), "/products"),
            Step("bank_account", bank_account(workspace_id) is not None, "/settings"),
        ),
        _stage(
            "attract",
            Step("publish_page", "page_published" in known, "/pages"),
            Step("first_lead", "lead" in known, "/pages"),
        ),
        _stage(
            "automate",
            Step("first_flow_entry", "flow_entry" in known, "/flows"),
            Step("first_message", "message" in known, "/inbox"),
        ),
        _stage(
            "personalize",
            Step("voucher", bool(list_vouchers(workspace_id)), "/vouchers"),
            Step("first_order", "order" in known, "/orders"),
        ),
    )


def _stage(key: str, *steps: Step) -> Stage:
    return Stage(key, all(step.done for step in steps), steps)


def _lag() -> float:
    return max((lag.seconds for lag in cursor_lags(utcnow()) if lag.key == REACTOR), default=0.0)

"""HTTP routes of the reports room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.transaction import atomic
from ninja import Query, Schema, Status

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.core.api import WorkspaceRequest, room_router
from donbay.reports import actions, queries

router = room_router("reports")


class DayOut(Schema):
    """A day in the workspace's zone."""

    day: date
    revenue: int
    orders: int
    leads: int


class SourceOut(Schema):
    """What came from one source."""

    source: str
    revenue: int
    orders: int
    leads: int
    customers: int


class PageFiguresOut(Schema):
    """What one page brought."""

    page_id: UUID
    name: str
    views: int
    leads: int
    orders: int
    revenue: int


class StepOut(Schema):
    """One thing to do on the way."""

    key: str
    done: bool
    href: str


class StageOut(Schema):
    """One of the four stages."""

    key: str
    done: bool
    steps: list[StepOut]


class OverviewOut(Schema):
    """The figures of the first screen; money in đồng."""

    revenue: int
    orders: int
    average_order: int
    new_customers: int
    leads: int
    messages_sent: int
    by_day: list[DayOut]
    by_source: list[SourceOut]
    by_page: list[PageFiguresOut]
    stages: list[StageOut]
    business_now: datetime
    cursor_lag_seconds: float


@router.get("/overview", response=OverviewOut, operation_id="get_overview")
def get_overview(
    request: WorkspaceRequest,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> OverviewOut:
    """Return the figures of a period, both days included; the last 30 days by default."""
    require(request.actor, "report.view")
    return OverviewOut.from_orm(queries.get_overview(request.workspace_id, first, last))


@router.post("/reports/rebuild", response={202: None}, operation_id="rebuild_reports")
def rebuild_reports(request: WorkspaceRequest) -> Status[None]:
    """Ask for the reports to be recounted from the log."""
    require(request.actor, "report.edit")
    with atomic(durable=True):
        actions.ask_rebuild(actor=request.actor, now=business_now(request.workspace_id))
    return Status(202, None)

"""Types of the reports room that cross its border; no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

Metric = Literal["order", "new_customer", "lead", "message", "view", "page_published", "flow_entry"]
Dimension = Literal["all", "source", "page"]


@dataclass(frozen=True, slots=True, order=True)
class RollupKey:
    """One cell of the roll-up: an hour of a workspace, a metric, a dimension and its value."""

    workspace_id: int
    hour: datetime
    metric: str
    dimension: str
    value: str


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day in the workspace's zone."""

    day: date
    revenue: int
    orders: int
    leads: int


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """What came from one utm_source; `direct` where nothing is known."""

    source: str
    revenue: int
    orders: int
    leads: int
    customers: int


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What one page brought."""

    page_id: UUID
    name: str
    views: int
    leads: int
    orders: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on the way; `href` is where in the app."""

    key: str
    done: bool
    href: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four stages: digitize, attract, automate, personalize."""

    key: str
    done: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the first screen; money in đồng, days in the workspace's zone."""

    revenue: int
    orders: int
    average_order: int
    new_customers: int
    leads: int
    messages_sent: int
    by_day: tuple[DayFigures, ...]
    by_source: tuple[SourceFigures, ...]
    by_page: tuple[PageFigures, ...]
    stages: tuple[Stage, ...]
    business_now: datetime
    cursor_lag_seconds: float

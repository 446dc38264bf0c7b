"""When a waiting customer goes on: pure calendar arithmetic in the workspace's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from donbay.kit.clock import add_local_days

MAX_DAYS = 366
_LIMITS = {"minutes": 60 * 24 * MAX_DAYS, "hours": 24 * MAX_DAYS, "days": MAX_DAYS}


class _Wait(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Interval(_Wait):
    """For a length of time from arriving here; days are calendar days."""

    mode: Literal["interval"]
    amount: int = Field(ge=1, le=_LIMITS["minutes"])
    unit: Literal["minutes", "hours", "days"]


class DayAfterEntry(_Wait):
    """Until day N after entering the flow, at the clock time of entry or another."""

    mode: Literal["day_after_entry"]
    day: int = Field(ge=1, le=MAX_DAYS)
    at: time | None = None


class Until(_Wait):
    """Until one instant."""

    mode: Literal["until"]
    until: AwareDatetime


Wait = Annotated[Interval | DayAfterEntry | Until, Field(discriminator="mode")]
WAIT: TypeAdapter[Interval | DayAfterEntry | Until] = TypeAdapter(Wait)


def parse_wait(config: Mapping[str, Any]) -> Interval | DayAfterEntry | Until:
    """Return the typed wait; raise pydantic's ValidationError."""
    wait = WAIT.validate_python(dict(config))
    if isinstance(wait, Interval) and wait.amount > _LIMITS[wait.unit]:
        raise ValueError("a wait is at most 366 days")
    return wait


def plan_wait(
    wait: Interval | DayAfterEntry | Until,
    *,
    entered_at: datetime,
    arrived_at: datetime,
    zone: ZoneInfo,
) -> datetime:
    """Return the instant at which a customer goes on; it may lie in the past."""
    if isinstance(wait, Until):
        return wait.until
    if isinstance(wait, DayAfterEntry):
        return add_local_days(entered_at, wait.day, zone, wait.at)
    if wait.unit == "days":
        return add_local_days(arrived_at, wait.amount, zone)
    return arrived_at + timedelta(**{wait.unit: wait.amount})

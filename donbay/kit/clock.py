"""Real time and calendar arithmetic in a workspace's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def utcnow() -> datetime:
    """Return the real instant, aware and in UTC."""
    return datetime.now(UTC)


def local_date(instant: datetime, zone: ZoneInfo = VIETNAM) -> date:
    """Return the calendar day of an instant in a zone."""
    return instant.astimezone(zone).date()


def at_local(day: date, at: time, zone: ZoneInfo = VIETNAM) -> datetime:
    """Return the UTC instant of a wall-clock time on a day in a zone."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def add_local_days(
    instant: datetime, days: int, zone: ZoneInfo = VIETNAM, at: time | None = None
) -> datetime:
    """Move an instant by whole calendar days, keeping (or replacing) its wall-clock time."""
    local = instant.astimezone(zone)
    return at_local(local.date() + timedelta(days=days), at or local.time(), zone)

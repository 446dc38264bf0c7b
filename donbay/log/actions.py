"""Writes of the log: append, move reactors, keep partitions ahead."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.transaction import atomic

from donbay.core import registry
from donbay.core.arrays import Literal, array, text_array
from donbay.core.notify import notify
from donbay.core.registry import Reactor
from donbay.kit.clock import utcnow
from donbay.log.errors import UnknownEventKind
from donbay.log.queries import SQL, read_after
from donbay.log.types import Cursor, NewEvent, TailEvent

logger = logging.getLogger(__name__)

WAKE_CHANNEL = "donbay_log"
MONTHS_BACK, MONTHS_AHEAD = 13, 3
_TRIES = 3
_RETRY_AFTER = timedelta(seconds=1)
_SCAN = 2_000
_NO_NUMBERS: tuple[tuple[str | None, Sequence[int]], ...] = ((None, ()), (None, ()))


def append(events: Sequence[NewEvent]) -> None:
    """Append facts in the caller's transaction and hint the readers once.

    Raises UnknownEventKind for a kind that no room registered.
    """
    if not events:
        return
    unknown = {event.kind for event in events} - registry.event_kinds.keys()
    if unknown:
        raise UnknownEventKind(", ".join(sorted(unknown)))
    SQL.execute(
        "append",
        {
            "workspace_ids": array(event.workspace_id for event in events),
            "kinds": text_array(event.kind for event in events),
            "occurred_ats": array(event.occurred_at for event in events),
            "customer_ids": array(event.customer_id for event in events),
            "subject_ids": array(event.subject_id for event in events),
            "datas": text_array(orjson.dumps(dict(event.data)).decode() for event in events),
        },
    )
    notify(WAKE_CHANNEL)


def append_alike(
    *,
    workspace_id: int,
    kind: str,
    occurred_at: datetime | Sequence[datetime],
    customer_ids: Sequence[UUID] | Literal,
    subject_ids: Sequence[UUID] | Literal,
    data: Mapping[str, Any] | None = None,
    numbers: Mapping[str, Sequence[int] | Literal] | None = None,
) -> None:
    """Append one fact about each of many customers, as `append` does, without an object for each.

    `data` is shared by all; `numbers` adds at most two numbers of each one's own by name.
    `occurred_at` is one instant for all, or one for each.
    Raises UnknownEventKind.
    """
    if not customer_ids:
        return
    if kind not in registry.event_kinds:
        raise UnknownEventKind(kind)
    (name, values), (second, others) = [*(numbers or {}).items(), *_NO_NUMBERS][:2]
    at, ats = (occurred_at, ()) if isinstance(occurred_at, datetime) else (None, occurred_at)
    SQL.execute(
        "append_alike",
        {
            "workspace_id": workspace_id,
            "kind": kind,
            "occurred_at": at,
            "occurred_ats": array(ats),
            "data": orjson.dumps(dict(data or {})).decode(),
            "number_name": name,
            "second_name": second,
            "customer_ids": array(customer_ids),
            "subject_ids": array(subject_ids),
            "numbers": array(values),
            "seconds": array(others),
            "channel": WAKE_CHANNEL,
        },
    )


def run_reactor(reactor: Reactor) -> int:
    """Let a reactor take one batch and return how many log rows its cursor passed.

    Effects and cursor commit together. When a batch fails, its first event is tried alone;
    an event that fails three times is set aside and passed.
    """
    try:
        return _advance(reactor, careful=False)
    except Exception:
        # Any failure of a room's code must not stop the log; the careful pass finds the event.
        logger.exception("reactor %s failed on a batch; taking events one by one", reactor.key)
    passed = 0
    for _ in range(reactor.batch):
        try:
            moved = _advance(reactor, careful=True)
        except Exception as error:  # noqa: BLE001  # kept with the event and shown to a person
            _note_failure(reactor, error)
            return passed
        if moved == 0:
            return passed
        passed += moved
    return passed


def _advance(reactor: Reactor, *, careful: bool) -> int:
    with atomic(durable=not connection.in_atomic_block):
        real_now = utcnow()
        held = _lock_cursor(reactor.key, real_now)
        if held is None:
            return 0
        place, attempts = held
        careful = careful or attempts > 0
        tail = read_after(place, _SCAN)
        tail = _up_to(tail, reactor.kinds, 1 if careful else reactor.batch)
        if not tail:
            return 0
        events = [item.event for item in tail if item.event.kind in reactor.kinds]
        if events:
            reactor.react(events)
        _move_cursor(reactor.key, tail[-1].place, real_now)
        return len(tail)


def _up_to(tail: list[TailEvent], kinds: frozenset[str], wanted: int) -> list[TailEvent]:
    """Cut a tail after the wanted number of events of the reactor's kinds."""
    seen = 0
    for index, item in enumerate(tail):
        seen += item.event.kind in kinds
        if seen == wanted:
            return tail[: index + 1]
    return tail


def _lock_cursor(key: str, real_now: datetime) -> tuple[Cursor, int] | None:
    parameters = {"key": key, "real_now": real_now}
    rows = SQL.rows("lock_cursor", parameters)
    if not rows:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO log_cursor (key) VALUES (%s) ON CONFLICT (key) DO NOTHING", [key]
            )
            if cursor.rowcount == 0:
                return None
        rows = SQL.rows("lock_cursor", parameters)
    for epoch, xid, id_, attempts in rows:
        return Cursor(epoch, int(xid), id_), attempts
    return None


def _move_cursor(key: str, place: Cursor, real_now: datetime) -> None:
    SQL.execute(
        "move_cursor",
        {
            "key": key,
            "epoch": place.epoch,
            "xid": str(place.xid),
            "id": place.id,
            "real_now": real_now,
        },
    )


def _note_failure(reactor: Reactor, error: Exception) -> None:
    """Count a failure at the next event; at the third, set it aside and pass it."""
    text = "".join(traceback.format_exception_only(error)).strip()[:2_000]
    with atomic(durable=not connection.in_atomic_block):
        real_now = utcnow()
        held = _lock_cursor(reactor.key, real_now)
        if held is None:
            return
        place, attempts = held
        if attempts + 1 < _TRIES:
            SQL.execute(
                "note_failure",
                {"key": reactor.key, "retry_at": real_now + _RETRY_AFTER, "error": text},
            )
            return
        for item in _up_to(read_after(place, _SCAN), reactor.kinds, 1)[-1:]:
            SQL.execute(
                "set_aside",
                {
                    "key": reactor.key,
                    "event_id": item.event.id,
                    "workspace_id": item.event.workspace_id,
                    "epoch": item.place.epoch,
                    "xid": str(item.place.xid),
                    "error": text,
                    "real_now": real_now,
                },
            )
            _move_cursor(reactor.key, item.place, real_now)
            logger.error("reactor %s set event %s aside: %s", reactor.key, item.event.id, text)


def ensure_epoch() -> int:
    """Begin this cluster's epoch, if it has none yet, in a transaction of its own.

    Processes call it as they start: after a restore the first event would otherwise begin the
    epoch, and hold every other writer up until its own transaction ends.
    """
    with atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT log_current_epoch()")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def ensure_partitions(around: datetime) -> int:
    """Create the months around an instant that are missing and return how many."""
    first = around.date().replace(day=1)
    made = 0
    with connection.cursor() as cursor:
        for offset in range(-MONTHS_BACK, MONTHS_AHEAD + 1):
            cursor.execute("SELECT log_ensure_month(%s)", [_shift(first, offset)])
            row = cursor.fetchone()
            made += bool(row and row[0])
    return made


def _shift(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)

"""Each event is read exactly once, whatever order transactions commit in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.db.transaction import atomic

from donbay.core import registry
from donbay.core.arrays import Literal
from donbay.core.registry import Event, EventKind, Reactor
from donbay.kit.clock import utcnow
from donbay.log import actions, queries
from donbay.log.errors import UnknownEventKind
from donbay.log.types import Cursor, NewEvent

KIND = "test.happened"
INSERT = (
    "INSERT INTO log_event (epoch, workspace_id, kind, occurred_at, data) "
    "VALUES (log_current_epoch(), 1, %s, %s, jsonb_build_object('name', %s::text))"
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    if KIND not in registry.event_kinds:
        registry.event_kinds.add(EventKind(KIND, "Thử", "Test"))
    yield
    registry.event_kinds._specs.pop(KIND)


@pytest.fixture
def session(database_conninfo: str) -> Iterator[Callable[[], psycopg.Connection]]:
    """Return a maker of connections of their own."""
    opened: list[psycopg.Connection] = []

    def open_one() -> psycopg.Connection:
        opened.append(psycopg.connect(database_conninfo))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def add(session: psycopg.Connection, name: str, at: datetime | None = None) -> None:
    session.execute(INSERT, [KIND, at or utcnow(), name])


def reader(seen: list[str], key: str = "test") -> Reactor:
    def react(events: Sequence[Event]) -> None:
        seen.extend(str(event.data["name"]) for event in events)

    return Reactor(key, frozenset({KIND}), react)


def drain(reactor: Reactor, until: int, seen: Sequence[object]) -> None:
    """Run until so many were seen; those of another run may hold the cursor back."""
    deadline = utcnow() + timedelta(seconds=120)
    while len(seen) < until and utcnow() < deadline:
        actions.run_reactor(reactor)


def test_later_commits_first_and_nobody_is_skipped(
    session: Callable[[], psycopg.Connection],
) -> None:
    slow, fast, seen = session(), session(), list[str]()
    add(slow, "a1")
    add(fast, "b1")
    fast.commit()
    actions.run_reactor(reader(seen))
    assert seen == []  # b1 must wait: a transaction before it is still open

    add(slow, "a2")
    slow.commit()
    drain(reader(seen), 3, seen)

    assert seen == ["a1", "a2", "b1"]
    assert actions.run_reactor(reader(seen)) == 0


def test_a_rollback_leaves_nothing_and_holds_nobody_up(
    session: Callable[[], psycopg.Connection],
) -> None:
    lost, kept, seen = session(), session(), list[str]()
    add(lost, "lost")
    add(kept, "kept")
    kept.commit()
    lost.rollback()

    drain(reader(seen), 1, seen)

    assert seen == ["kept"]


def test_events_on_both_sides_of_a_months_end(session: Callable[[], psycopg.Connection]) -> None:
    writer, seen = session(), list[str]()
    add(writer, "december", datetime(2026, 12, 1, tzinfo=UTC))
    add(writer, "november", datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))
    add(writer, "far", datetime(2031, 5, 1, tzinfo=UTC))
    writer.commit()

    drain(reader(seen), 3, seen)

    assert seen == ["december", "november", "far"]


def test_a_new_month_takes_its_rows_out_of_the_default_partition(
    session: Callable[[], psycopg.Connection],
) -> None:
    writer, seen = session(), list[str]()
    later = datetime(2032, 7, 15, tzinfo=UTC)
    add(writer, "early", later)
    writer.commit()

    assert actions.ensure_partitions(later) == 17
    with connection.cursor() as cursor:
        cursor.execute("SELECT data->>'name' FROM log_event_2032_07")
        assert cursor.fetchall() == [("early",)]
    drain(reader(seen), 1, seen)
    assert seen == ["early"]


def test_two_workers_share_a_cursor_without_repeating(
    session: Callable[[], psycopg.Connection],
) -> None:
    writer, seen = session(), list[str]()
    for number in range(400):
        add(writer, f"{number:03}")
    writer.commit()
    reactor = Reactor("test", frozenset({KIND}), reader(seen).react, batch=7)

    def work() -> None:
        drain(reactor, 400, seen)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [f"{number:03}" for number in range(400)]


def test_effects_and_cursor_commit_together_and_poison_is_set_aside(
    session: Callable[[], psycopg.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, seen = session(), list[str]()
    for name in ("one", "poison", "two"):
        add(writer, name)
    writer.commit()
    monkeypatch.setattr(actions, "_RETRY_AFTER", timedelta(0))

    def react(events: Sequence[Event]) -> None:
        for event in events:
            if event.data["name"] == "poison":
                raise RuntimeError("cannot take this")
        seen.extend(str(event.data["name"]) for event in events)

    drain(Reactor("test", frozenset({KIND}), react), 2, seen)

    assert seen == ["one", "two"]
    (aside,) = queries.list_set_aside(1)
    assert aside.error == "RuntimeError: cannot take this"
    assert [lag.attempts for lag in queries.cursor_lags(utcnow())] == [0]


def test_a_failing_batch_rolls_its_effects_back(
    session: Callable[[], psycopg.Connection],
) -> None:
    writer = session()
    add(writer, "x")
    writer.commit()

    def react(events: Sequence[Event]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO log_cursor (key) VALUES ('effect')")
        raise RuntimeError("after the effect")

    actions.run_reactor(Reactor("test", frozenset({KIND}), react))

    assert "effect" not in {lag.key for lag in queries.cursor_lags(utcnow())}


def test_unregistered_kinds_are_refused() -> None:
    with pytest.raises(UnknownEventKind), atomic():
        actions.append([NewEvent(1, "nobody.knows", utcnow())])


def test_one_fact_about_many_customers_is_as_many_events() -> None:
    first, second, subject = uuid4(), uuid4(), uuid4()
    at = utcnow()
    given: list[tuple[dict[str, str] | None, Mapping[str, Sequence[int] | Literal] | None]] = [
        ({"name": "Đỗ"}, None),
        (None, {"run_id": [2**40, 7]}),
        ({"name": "Đỗ"}, {"run_id": [1, 2], "message_id": Literal("{3,4}")}),
    ]
    with atomic():
        for data, numbers in given:
            actions.append_alike(
                workspace_id=1, kind=KIND, occurred_at=at, customer_ids=[second, first],
                subject_ids=[subject, subject], data=data, numbers=numbers,
            )  # fmt: skip
        actions.append_alike(
            workspace_id=1, kind="never.asked", occurred_at=at, customer_ids=[], subject_ids=[]
        )
    seen: list[Event] = []

    drain(Reactor("test", frozenset({KIND}), seen.extend), 6, seen)

    assert [(event.customer_id, event.data) for event in seen] == [
        (second, {"name": "Đỗ"}), (first, {"name": "Đỗ"}),
        (second, {"run_id": 2**40}), (first, {"run_id": 7}),
        (second, {"name": "Đỗ", "run_id": 1, "message_id": 3}),
        (first, {"name": "Đỗ", "run_id": 2, "message_id": 4}),
    ]  # fmt: skip
    assert {(e.kind, e.workspace_id, e.subject_id, e.occurred_at) for e in seen} == {
        (KIND, 1, subject, at)
    }
    with pytest.raises(UnknownEventKind), atomic():
        actions.append_alike(
            workspace_id=1, kind="nobody.knows", occurred_at=at, customer_ids=[first],
            subject_ids=[subject],
        )  # fmt: skip


def test_lag_tells_how_long_the_oldest_unread_event_has_waited(
    session: Callable[[], psycopg.Connection],
) -> None:
    seen = list[str]()
    actions.run_reactor(reader(seen))
    writer = session()
    add(writer, "x")
    writer.commit()

    (lag,) = queries.cursor_lags(utcnow() + timedelta(seconds=30))

    assert 29 < lag.seconds < 40


def test_the_place_is_ordered_by_number_not_by_text(
    session: Callable[[], psycopg.Connection],
) -> None:
    writer = session()
    for number in range(12):
        add(writer, str(number))
        writer.commit()
    seen = list[str]()

    drain(reader(seen), 12, seen)
    places = [item.place for item in queries.read_after(Cursor(), 100)]

    assert seen == [str(number) for number in range(12)]
    assert places == sorted(places)


def test_many_facts_wake_the_readers_as_one_does(
    session: Callable[[], psycopg.Connection],
) -> None:
    listening = session()
    listening.autocommit = True
    listening.execute(f"LISTEN {actions.WAKE_CHANNEL}")

    with atomic():
        actions.append_alike(
            workspace_id=1, kind=KIND, occurred_at=utcnow(), customer_ids=[uuid4(), uuid4()],
            subject_ids=[uuid4()] * 2,
        )  # fmt: skip

    assert len(list(listening.notifies(timeout=5, stop_after=1))) == 1

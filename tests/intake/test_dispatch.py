"""Captures reach the room that knows their kind, once, whatever their neighbours do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection

from donbay.core.errors import DomainError
from donbay.core.registry import Capture, CaptureOutcome
from donbay.customers.actions import upsert_people
from donbay.customers.models import Customer
from donbay.customers.types import PersonInput
from donbay.intake import dispatch as engine
from donbay.intake.actions import keep_captures, retry_capture
from donbay.intake.dispatch import Turn, dispatch, purge
from donbay.intake.errors import CaptureNotFailed, CaptureNotFound
from donbay.intake.models import Capture as CaptureRow
from donbay.intake.models import Capture as Row
from donbay.intake.queries import get_capture, list_captures
from donbay.intake.types import CaptureInfo, NewCapture
from donbay.kit.clock import utcnow
from tests.factories.captures import a_capture, processing
from tests.factories.people import NOW, Shop, a_shop

pytestmark = pytest.mark.django_db


class Refused(DomainError):
    """A failure that would come again."""

    code = "test_refused"
    vi = "Không nhận."
    en = "Refused."


@pytest.fixture
def shop() -> Shop:
    return a_shop()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[timedelta], None]]:
    """Let real time pass for the engine."""
    passed = timedelta()

    def advance(by: timedelta) -> None:
        nonlocal passed
        passed += by

    monkeypatch.setattr(engine, "utcnow", lambda: utcnow() + passed)
    return advance  # type: ignore[return-value]


def _echo(workspace_id: int, captures: Sequence[Capture], now: datetime) -> list[CaptureOutcome]:
    return [CaptureOutcome(c.id, {"n": c.payload.get("n")}) for c in captures]


def _poisoned(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Take people in, and raise at the poison after having written."""
    people = [PersonInput(full_name=str(c.payload["name"])) for c in captures]
    upsert_people(actor=Shop(workspace_id, "").actor, now=now, people=people, overwrite=False)
    if any(c.payload.get("poison") for c in captures):
        raise RuntimeError("poison")
    return [CaptureOutcome(c.id, {}) for c in captures]


def _found(shop: Shop, client_id: UUID) -> CaptureInfo:
    row = Row.objects.for_workspace(shop.id).get(client_id=client_id)
    return get_capture(shop.id, row.id)


def test_a_capture_is_processed_and_its_result_kept(shop: Shop) -> None:
    client_id = a_capture(shop.id, "test.echo", {"n": 7, "tên": "Hoà"})

    with processing("test.echo", _echo):
        assert dispatch(Turn()) == 1
        assert dispatch(Turn()) == 0

    info = _found(shop, client_id)
    assert (info.state, info.result, info.attempts) == ("done", {"n": 7}, 1)


def test_one_sent_twice_under_its_client_id_counts_once(shop: Shop) -> None:
    client_id = a_capture(shop.id, "test.echo", {"n": 1})
    a_capture(shop.id, "test.echo", {"n": 2}, client_id=client_id)
    elsewhere = a_shop()
    a_capture(elsewhere.id, "test.echo", {"n": 3}, client_id=client_id)

    with processing("test.echo", _echo):
        settled = dispatch(turn := Turn()) + dispatch(turn)

    assert settled == 2
    assert _found(shop, client_id).result == {"n": 1}
    assert _found(elsewhere, client_id).result == {"n": 3}


def test_a_poison_blocks_nobody_and_leaves_nothing_half_written(
    shop: Shop, later: Callable[[timedelta], None]
) -> None:
    keep_captures(
        captures=[
            NewCapture(
                shop.id, uuid4(), "test.poison", {"name": f"N {i}", "poison": i == 13}, {}, utcnow()
            )
            for i in range(40)
        ]
    )  # fmt: skip

    with processing("test.poison", _poisoned):
        dispatch(Turn())
        states = [c.state for c in CaptureRow.objects.for_workspace(shop.id)]
        for _ in range(2):
            later(timedelta(minutes=1))
            dispatch(Turn())

    assert (states.count("done"), states.count("new")) == (39, 1)
    (failed,), _ = list_captures(shop.id, "failed")
    assert failed.payload["poison"] is True
    assert failed.attempts == 3
    assert failed.error is not None
    assert failed.error["code"] == "processing_failed"
    assert "poison" in failed.error["detail"]
    assert Customer.objects.for_workspace(shop.id).count() == 39


def test_a_failing_capture_waits_longer_each_time(
    shop: Shop, later: Callable[[timedelta], None]
) -> None:
    client_id = a_capture(shop.id, "test.poison", {"name": "A", "poison": True})

    with processing("test.poison", _poisoned):
        assert dispatch(Turn()) == 1
        assert dispatch(Turn()) == 0
        later(timedelta(seconds=3))
        assert dispatch(Turn()) == 1
        later(timedelta(seconds=3))
        assert dispatch(Turn()) == 0
        later(timedelta(seconds=6))
        assert dispatch(Turn()) == 1

    assert _found(shop, client_id).state == "failed"


def test_a_known_failure_is_final_at_once_and_speaks_both_languages(shop: Shop) -> None:
    def refuse(ws: int, captures: Sequence[Capture], now: datetime) -> list[CaptureOutcome]:
        raise Refused

    client_id = a_capture(shop.id, "test.refuse")

    with processing("test.refuse", refuse):
        dispatch(Turn())

    info = _found(shop, client_id)
    assert (info.state, info.attempts) == ("failed", 1)
    assert info.error == {"code": "test_refused", "vi": "Không nhận.", "en": "Refused."}


def test_an_error_given_as_outcome_is_kept_and_shown(shop: Shop) -> None:
    def broken(ws: int, captures: Sequence[Capture], now: datetime) -> list[CaptureOutcome]:
        return [CaptureOutcome(c.id, error={"code": "x", "vi": "v", "en": "e"}) for c in captures]

    client_id = a_capture(shop.id, "test.broken")

    with processing("test.broken", broken):
        dispatch(Turn())

    assert _found(shop, client_id).state == "failed"


def test_a_processor_that_forgets_a_capture_is_a_failure_not_a_loss(shop: Shop) -> None:
    def forget(ws: int, captures: Sequence[Capture], now: datetime) -> list[CaptureOutcome]:
        return []

    client_id = a_capture(shop.id, "test.forget")

    with processing("test.forget", forget):
        dispatch(Turn())

    assert _found(shop, client_id).state == "new"


def test_a_kind_nobody_knows_is_kept(shop: Shop) -> None:
    client_id = a_capture(shop.id, "test.nobody")

    dispatch(Turn())

    info = _found(shop, client_id)
    assert info.state == "new"
    assert info.error is not None


def test_a_failed_capture_can_be_tried_again(shop: Shop) -> None:
    client_id = a_capture(shop.id, "test.again", {"n": 1})
    CaptureRow.objects.for_workspace(shop.id).update(state="failed", attempts=3)
    capture_id = _found(shop, client_id).id
    elsewhere = a_shop()

    with pytest.raises(CaptureNotFound):
        retry_capture(actor=elsewhere.actor, now=NOW, real_now=utcnow(), capture_id=capture_id)
    retry_capture(actor=shop.actor, now=NOW, real_now=utcnow(), capture_id=capture_id)
    with processing("test.again", _echo):
        dispatch(Turn())

    assert _found(shop, client_id).state == "done"
    with pytest.raises(CaptureNotFailed):
        retry_capture(actor=shop.actor, now=NOW, real_now=utcnow(), capture_id=capture_id)


def test_a_big_shop_does_not_hold_a_small_one(shop: Shop) -> None:
    small = a_shop()
    big_captures = [
        NewCapture(shop.id, uuid4(), "test.echo", {"n": i}, {}, utcnow()) for i in range(30)
    ]
    keep_captures(captures=big_captures)
    client_id = a_capture(small.id, "test.echo", {"n": 1})
    turn = Turn()

    with processing("test.echo", _echo):
        dispatch(turn, size=10)
        dispatch(turn, size=10)

    assert _found(small, client_id).state == "done"
    assert CaptureRow.objects.for_workspace(shop.id).filter(state="done").count() == 10


def test_kinds_of_one_batch_go_to_their_own_processors(shop: Shop) -> None:
    seen: list[tuple[str, int]] = []

    def note(ws: int, captures: Sequence[Capture], now: datetime) -> list[CaptureOutcome]:
        seen.append((captures[0].kind, len(captures)))
        return [CaptureOutcome(c.id, {}) for c in captures]

    for index in range(6):
        a_capture(shop.id, "test.a" if index % 2 else "test.b")

    with processing("test.a", note), processing("test.b", note):
        dispatch(Turn())

    assert sorted(seen) == [("test.a", 3), ("test.b", 3)]


def test_old_captures_are_emptied_but_still_count_once(
    shop: Shop, later: Callable[[timedelta], None]
) -> None:
    client_id = a_capture(shop.id, "test.echo", {"n": 1, "phone": "0912345678"})
    with processing("test.echo", _echo):
        dispatch(Turn())

    assert purge() == 0
    later(timedelta(days=31))
    assert purge() == 1
    assert purge() == 0
    a_capture(shop.id, "test.echo", {"n": 2}, client_id=client_id)

    assert _found(shop, client_id).payload == {}
    assert CaptureRow.objects.for_workspace(shop.id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_capture() -> None:
    shop = a_shop()
    keep_captures(
        captures=[
            NewCapture(shop.id, uuid4(), "test.people", {"name": f"N {i}"}, {}, utcnow())
            for i in range(200)
        ]
    )

    def work() -> int:
        try:
            turn, total = Turn(), 0
            for _ in range(40):
                total += dispatch(turn, size=10)
            return total
        finally:
            connection.close()

    with processing("test.people", _poisoned), ThreadPoolExecutor(4) as pool:
        settled = sum(future.result() for future in [pool.submit(work) for _ in range(4)])

    assert settled == 200
    assert Customer.objects.for_workspace(shop.id).count() == 200


@pytest.mark.django_db(transaction=True)
def test_batches_that_lock_each_other_are_taken_anew_and_blame_no_capture() -> None:
    shop = a_shop()
    first, second = (a_capture(shop.id, "test.crossing", {"n": n}) for n in (1, 2))
    meeting = Barrier(2, timeout=10)
    crossings: list[int] = []

    def crossing(
        workspace_id: int, captures: Sequence[Capture], now: datetime
    ) -> list[CaptureOutcome]:
        number = int(captures[0].payload["n"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(77, %s)", [number])
            if len(crossings) < 2:
                crossings.append(number)
                meeting.wait()
            cursor.execute("SELECT pg_advisory_xact_lock(77, %s)", [3 - number])
        return _echo(workspace_id, captures, now)

    def work() -> int:
        try:
            return dispatch(Turn(), size=1)
        except OperationalError:
            return 0
        finally:
            connection.close()

    with processing("test.crossing", crossing), ThreadPoolExecutor(2) as pool:
        settled = sum(future.result() for future in [pool.submit(work) for _ in range(2)])
        again = dispatch(Turn())

    assert (settled, again) == (1, 1)
    for client_id, number in ((first, 1), (second, 2)):
        info = _found(shop, client_id)
        assert (info.state, info.result, info.attempts) == ("done", {"n": number}, 1)

"""What a journal means after a crash."""

from __future__ import annotations

import asyncio
import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from donbay.customers.types import PersonInput
from donbay.kit.clock import utcnow
from donbay.messaging import journal as journals
from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.claim import claim_batch
from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.messaging.delivery.settle import Settled, give_up_lost, replay, resolve, settle
from donbay.messaging.journal import Journal, Try, dead_journals, journals_in, read_journal
from donbay.messaging.smtp import Outcome
from tests.factories.people import a_shop, people
from tests.messaging.builders import a_content, a_message

ONE, TWO, THREE, FOUR = (Try(n, 1) for n in range(1, 5))


def _write(directory: Path) -> Journal:
    journal = Journal(directory)
    asyncio.run(journal.intend([ONE, TWO, THREE]))
    journal.start(ONE)
    journal.start(TWO)
    journal.record(ONE, Outcome("accepted", 250, "ok"))
    return journal


def test_lines_are_in_the_file_at_once_for_whoever_reads_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    asyncio.run(journal.intend([ONE, TWO]))

    journal.start(ONE)
    journal.record(ONE, Outcome("accepted", 250, "ok"))
    journal.start(TWO)

    written = journal.path.read_bytes().rstrip(b"\0").decode()
    assert written.splitlines()[1:] == ["I 1 1", "I 2 1", "S 1 1", "A 1 1 250 ok", "S 2 1"]
    assert len(written) == journal.size()
    journal.close(remove=True)


def test_a_journal_grows_and_is_used_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    first = journal.size()
    many = [Try(n, 1) for n in range(200_000)]
    asyncio.run(journal.intend(many))
    for number in many[:100]:
        journal.start(number)

    said = journal.entries()
    journal.clear()

    assert len(said) == 100
    assert journal.size() == first
    assert journal.entries() == {}
    journal.start(ONE)
    assert journal.entries() == {ONE: None}
    journal.close(remove=False)
    assert journal.path.stat().st_size == journal.size()


def test_a_full_disk_is_an_error_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, offset: int, size: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    journal = Journal(tmp_path)
    monkeypatch.setattr(os, "posix_fallocate", full)

    with pytest.raises(OSError, match="space"):
        asyncio.run(journal.intend([Try(n, 1) for n in range(200_000)]))

    assert journal.entries() == {}
    journal.close(remove=True)


def test_only_what_began_to_leave_is_in_doubt(tmp_path: Path) -> None:
    journal = _write(tmp_path)

    said = journal.entries()

    assert said == {ONE: Outcome("accepted", 250, "ok"), TWO: None}
    states = {t: resolve(t, said).state for t in (ONE, TWO, THREE, FOUR)}
    assert states == {ONE: "sent", TWO: "unknown", THREE: "ready", FOUR: "ready"}
    journal.close(remove=True)


def test_after_a_restart_of_the_machine_every_intent_is_in_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = _write(tmp_path)
    monkeypatch.setattr(journals, "boot_id", lambda: "another")

    assert journal.entries() == {ONE: Outcome("accepted", 250, "ok"), TWO: None, THREE: None}
    journal.close(remove=True)


def test_a_torn_line_does_not_count(tmp_path: Path) -> None:
    journal = _write(tmp_path)
    journal.close(remove=False)
    with journal.path.open("ab") as file:
        file.write(b"A 2 1 250 o")
    torn = read_journal(journal.path)
    with journal.path.open("ab") as file:
        file.write(bytes(5) + b" 1 250 ok\n")

    assert torn[TWO] is None
    assert read_journal(journal.path)[TWO] is None


def test_a_journal_is_dead_only_when_its_writer_is(tmp_path: Path) -> None:
    journal = _write(tmp_path)
    assert list(dead_journals(tmp_path)) == []

    journal.close(remove=False)

    assert [worker for worker, _ in dead_journals(tmp_path)] == [journal.worker]
    assert journals_in(tmp_path) == [journal.worker]


def test_calls_together_share_a_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    synced: list[int] = []
    monkeypatch.setattr(os, "fdatasync", synced.append)

    async def together() -> None:
        await asyncio.gather(*(journal.intend([Try(n, 1)]) for n in range(20)))

    asyncio.run(together())

    assert 1 <= len(synced) <= 2
    journal.close(remove=True)


@pytest.mark.django_db
def test_a_dead_workers_claim_is_settled_by_its_journal(tmp_path: Path) -> None:
    now = utcnow()
    shop = a_shop()
    made = people(shop, *(PersonInput(full_name="K", email=f"k{n}@x.vn") for n in range(4)))
    content = a_content(shop, now=now)
    messages = [a_message(shop, content, m.customer_id, due_at=now) for m in made]
    enqueue_messages(now=now, messages=messages)
    dead = Journal(tmp_path)
    claim = claim_batch(dead.worker, real_now=now)
    assert claim is not None
    tries = [Try(message.id, message.attempt) for message in claim.messages]
    asyncio.run(dead.intend(tries[:3]))
    for began in tries[:2]:
        dead.start(began)
    dead.record(tries[0], Outcome("accepted", 250, "ok"))
    dead.close(remove=False)

    engine = DeliveryEngine(tmp_path)
    engine._recover()

    rows = models.Outbox.objects.for_workspace(shop.id).order_by("id")
    assert list(rows.values_list("state", flat=True)) == ["sent", "unknown", "ready", "ready"]
    assert not dead.path.exists()
    engine.close()


@pytest.mark.django_db
def test_replay_is_safe_to_repeat_and_only_the_claiming_try_may_settle(tmp_path: Path) -> None:
    now = utcnow()
    shop = a_shop()
    (lan,) = people(shop, PersonInput(full_name="Lan", email="lan@x.vn"))
    message = a_message(shop, a_content(shop, now=now), lan.customer_id, due_at=now)
    enqueue_messages(now=now, messages=[message])
    journal = Journal(tmp_path)
    claim = claim_batch(journal.worker, real_now=now)
    assert claim is not None
    (claimed,) = claim.messages
    late = [Settled(Try(claimed.id, claimed.attempt + 1), "sent")]
    assert settle(journal.worker, late, real_now=now, addresses={}) == 0

    assert replay(journal.worker, journal.path, real_now=now) == 1
    assert replay(journal.worker, journal.path, real_now=now) == 0
    assert models.Outbox.objects.for_workspace(shop.id).get().state == "ready"
    assert read_journal(journal.path) == {}
    journal.close(remove=True)


@pytest.mark.django_db
def test_a_vanished_machines_messages_become_unknown_long_after_the_lease(tmp_path: Path) -> None:
    now = utcnow()
    shop = a_shop()
    (lan,) = people(shop, PersonInput(full_name="Lan", email="lan@x.vn"))
    message = a_message(shop, a_content(shop, now=now), lan.customer_id, due_at=now)
    enqueue_messages(now=now, messages=[message])
    journal = Journal(tmp_path)
    claim_batch(journal.worker, real_now=now)

    assert give_up_lost([], real_now=now + timedelta(minutes=2)) == 0
    assert give_up_lost([journal.worker], real_now=now + timedelta(hours=1)) == 0
    assert give_up_lost([], real_now=now + timedelta(hours=1)) == 1
    assert models.Outbox.objects.for_workspace(shop.id).get().state == "unknown"
    journal.close(remove=True)

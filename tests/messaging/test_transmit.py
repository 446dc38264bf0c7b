"""The sender's bookkeeping when a session fails in a way that nobody foresaw."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from donbay.core.config import Share
from donbay.customers.types import PersonInput
from donbay.kit.clock import utcnow
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.claim import claim_batch
from donbay.messaging.delivery.rendering import Batch, ContentCache, prepare
from donbay.messaging.delivery.settle import Settled
from donbay.messaging.delivery.transmit import Line, Sender
from donbay.messaging.journal import Journal
from donbay.messaging.smtp import Outcome, Outgoing
from tests.factories.people import a_shop, people
from tests.messaging.builders import a_content, a_message

pytestmark = pytest.mark.django_db


class Talk:
    """A session that does what it was told to."""

    eight_bit = True
    usable = True

    def __init__(self, act: Callable[[list[Outgoing]], None]) -> None:
        self._act = act
        self.closed = False

    async def transmit(
        self,
        messages: Iterable[Outgoing],
        done: Callable[[int, Outcome], None],
        may_start: Callable[[], bool],
        starting: Callable[[int], None],
    ) -> None:
        taken = list(messages)
        await asyncio.get_running_loop().run_in_executor(None, self._act, taken)
        for message in taken:
            starting(message.key)
            done(message.key, Outcome("accepted", 250, "ok"))

    async def close(self) -> None:
        self.closed = True


class Server:
    """Opens the given sessions, one after the other."""

    window = 1

    def __init__(self, *talks: Talk) -> None:
        self.connections = len(talks)
        self._talks = iter(talks)

    async def open_session(self) -> Talk:
        return next(self._talks)


def _fail(_: list[Outgoing]) -> None:
    raise MemoryError


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path)
    yield journal
    journal.close(remove=True)


@pytest.fixture
def sender() -> Iterator[Sender]:
    sender = Sender(Share(1, 1))
    yield sender
    sender.close()


def _batch(journal: Journal, size: int) -> Batch:
    now = utcnow()
    shop = a_shop()
    made = people(shop, *(PersonInput(full_name="K", email=f"k{n}@x.vn") for n in range(size)))
    content = a_content(shop, now=now)
    messages = [a_message(shop, content, one.customer_id, due_at=now) for one in made]
    enqueue_messages(now=now, messages=messages)
    claim = claim_batch(journal.worker, real_now=now)
    assert claim is not None
    return prepare(claim, ContentCache())


def test_a_batch_rests_only_when_all_its_sessions_do(journal: Journal, sender: Sender) -> None:
    batch = _batch(journal, 2)
    go_on, left = threading.Event(), threading.Event()

    def slowly(_: list[Outgoing]) -> None:
        go_on.wait(10)
        left.set()

    settled: list[Settled] = []
    landed = sender.submit(batch, Server(Talk(_fail), Talk(slowly)), journal, settled.extend)

    # Who believes the journal now would send again what the slow one is about to send.
    with pytest.raises(TimeoutError):
        landed.exception(0.5)
    go_on.set()
    assert isinstance(landed.exception(10), MemoryError)
    assert left.is_set()
    assert not settled


def test_a_session_that_failed_is_ended(journal: Journal, sender: Sender) -> None:
    failing = Talk(_fail)

    landed = sender.submit(_batch(journal, 1), Server(failing), journal, lambda settled: None)

    assert isinstance(landed.exception(10), MemoryError)
    assert failing.closed


def test_a_line_given_up_keeps_no_session() -> None:
    talk = Talk(lambda taken: None)

    async def give_up_in_use() -> None:
        line = Line(Server(talk), 1)
        async with line.session():
            await line.close()

    asyncio.run(give_up_in_use())

    assert talk.closed

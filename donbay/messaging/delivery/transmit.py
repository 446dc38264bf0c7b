"""Transmit: one thread with an event loop keeps the connections and sends windows of messages."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager

import uvloop
from django.db import DatabaseError, connections

from donbay.core.config import Share
from donbay.core.errors import DomainError
from donbay.messaging.channels.base import NetworkTransport, Session
from donbay.messaging.delivery.claim import Claimed
from donbay.messaging.delivery.rendering import Batch, Ready
from donbay.messaging.delivery.settle import Settled, broken, conclude, not_reached
from donbay.messaging.errors import TransportError
from donbay.messaging.journal import Journal, Try
from donbay.messaging.smtp import UNSENT, Outcome, Outgoing

# More than the engine has batches on the wire, so that what is in use is never given up.
_LINES = 16


class Line:
    """The sessions of one account: opened when needed, kept while usable."""

    def __init__(self, transport: NetworkTransport, connections: int) -> None:
        self.transport = transport
        self.connections = connections
        self._idle: list[Session] = []
        self._free = asyncio.Semaphore(connections)
        self._over = False

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Lend a session; raise TransportError when none can be opened."""
        async with self._free:
            session = await self._take()
            well = False
            try:
                yield session
                well = session.usable and not self._over
            finally:
                if well:
                    self._idle.append(session)
                else:
                    await session.close()

    async def _take(self) -> Session:
        while self._idle:
            kept = self._idle.pop()
            if kept.usable:
                return kept
            await kept.close()
        return await self.transport.open_session()

    async def close(self) -> None:
        """End every session that is idle now, and those in use once they are given back."""
        self._over = True
        while self._idle:
            await self._idle.pop().close()


class Sender:
    """Sends batches in a thread of its own, so that the database work can go on beside it."""

    def __init__(self, share: Share) -> None:
        self._share = share
        self._lines: dict[str, Line] = {}
        self._halted = threading.Event()
        self._settler = ThreadPoolExecutor(1, "delivery-settle")
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="delivery", daemon=True)
        self._thread.start()

    def submit(
        self,
        batch: Batch,
        transport: NetworkTransport,
        journal: Journal,
        record: Callable[[list[Settled]], None],
    ) -> Future[None]:
        """Begin to send a batch; the future ends once `record` has written what became of it.

        `record` gets one settlement a message, in a thread of its own, so that the next batch is
        claimed meanwhile.
        """
        going = self._send(batch, transport, journal, record)
        return asyncio.run_coroutine_threadsafe(going, self._loop)

    def halt(self) -> None:
        """Let no further message begin; those not begun come back unsent."""
        self._halted.set()

    def close(self) -> None:
        """End every session and the thread."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._settler.submit(connections.close_all)
        self._settler.shutdown()

    async def _close(self) -> None:
        for line in self._lines.values():
            await line.close()
        self._lines.clear()

    async def _line(self, batch: Batch, transport: NetworkTransport) -> Line:
        key = batch.claim.account.key
        line = self._lines.pop(key, None)
        if line is None:
            line = Line(transport, self._share.part(transport.connections))
        self._lines[key] = line  # the one used last stands last
        while len(self._lines) > _LINES:
            oldest = next(iter(self._lines))
            await self._lines.pop(oldest).close()
        return line

    async def _send(
        self,
        batch: Batch,
        transport: NetworkTransport,
        journal: Journal,
        record: Callable[[list[Settled]], None],
    ) -> None:
        line = await self._line(batch, transport)
        size = line.transport.window
        messages = batch.claim.messages
        windows: deque[Sequence[Claimed]] = deque(
            messages[i : i + size] for i in range(0, len(messages), size)
        )
        run = _Run(batch, journal, self._halted)
        workers = min(line.connections, len(windows))
        # One that fails must not hide that the others still send: what the journal does not know
        # of by then is sent again.
        ends = await asyncio.gather(
            *(run.work(line, windows) for _ in range(workers)), return_exceptions=True
        )
        for end in ends:
            if end is not None:
                raise end
        await self._loop.run_in_executor(self._settler, _recorded, record, run.settled)


def _recorded(record: Callable[[list[Settled]], None], settled: list[Settled]) -> None:
    try:
        record(settled)
    except DatabaseError:
        connections.close_all()  # this thread's own; the next batch gets a new one
        raise


class _Run:
    """One batch being sent by several sessions."""

    def __init__(self, batch: Batch, journal: Journal, halted: threading.Event) -> None:
        self._batch = batch
        self._journal = journal
        self._halted = halted
        self.settled: list[Settled] = []

    async def work(self, line: Line, windows: deque[Sequence[Claimed]]) -> None:
        """Send windows until none is left; past the lease they go back unsent."""
        while windows:
            window = windows.popleft()
            if not self._may_start():
                self.settled += [Settled(_try(message), "ready") for message in window]
                continue
            try:
                async with line.session() as session:
                    await self._window(session, window)
            except TransportError as error:
                self.settled += [not_reached(message, error) for message in window]

    async def _window(self, session: Session, window: Sequence[Claimed]) -> None:
        tries = {message.id: _try(message) for message in window}
        left = deque(window)
        await self._journal.intend(list(tries.values()))

        def outgoing() -> Iterator[Outgoing]:
            # A mail is made right before it leaves, while its bytes are still near the processor.
            while left:
                made = _outgoing(self._batch, left.popleft(), eight_bit=session.eight_bit)
                if isinstance(made, Outgoing):
                    yield made
                else:
                    self.settled.append(made)

        def done(message_id: int, outcome: Outcome) -> None:
            self._journal.record(tries[message_id], outcome)
            self.settled.append(conclude(tries[message_id], outcome))

        def starting(message_id: int) -> None:
            self._journal.start(tries[message_id])

        await session.transmit(outgoing(), done, self._may_start, starting)
        for message in left:
            done(message.id, UNSENT)

    def _may_start(self) -> bool:
        return not self._halted.is_set() and self._batch.claim.may_start()


def _try(message: Claimed) -> Try:
    return Try(message.id, message.attempt)


def _outgoing(batch: Batch, message: Claimed, *, eight_bit: bool) -> Outgoing | Settled:
    ready = batch.compiled(message)
    if isinstance(ready, Ready):
        try:
            return batch.outgoing(message, ready, eight_bit=eight_bit)
        except DomainError as problem:
            return broken(message, problem)
    return broken(message, ready)

"""The engine: claims while earlier batches are on the wire and settled beside it."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from donbay.core.config import Share
from donbay.core.registry import UnknownKey
from donbay.core.sqlfile import Sql
from donbay.kit.clock import utcnow
from donbay.messaging.channels.base import (
    Account,
    NetworkTransport,
    StoreTransport,
    open_transport,
)
from donbay.messaging.delivery.claim import BATCH, LEASE, claim_batch
from donbay.messaging.delivery.keeping import make_readable
from donbay.messaging.delivery.rendering import Batch, ContentCache, prepare
from donbay.messaging.delivery.settle import (
    Settled,
    channel_broken,
    give_up_lost,
    replay,
    settle,
)
from donbay.messaging.delivery.transmit import Sender
from donbay.messaging.journal import Journal, dead_journals, journals_in

SQL = Sql("donbay.messaging")

FLIGHTS_PER_WORKSPACE = 3
FLIGHTS = 12
_CYCLE_SECONDS = 2.0
_SWEEP_SECONDS = 2.0
_JOURNAL_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Flight:
    """A batch on the wire, and the journal that knows about it."""

    batch: Batch
    journal: Journal
    landed: Future[None]


class DeliveryEngine:
    """One worker's delivery; `run_once` is called again and again by one thread."""

    def __init__(
        self,
        directory: Path | None = None,
        *,
        batch: int = BATCH,
        lease: timedelta = LEASE,
        share: Share | None = None,
    ) -> None:
        self._directory = directory or Path(settings.DONBAY_CONFIG.data_dir) / "delivery"
        self._batch = batch
        self._lease = lease
        self._journal = Journal(self._directory)
        self._full: list[Journal] = []
        self._share = share or settings.DONBAY_CONFIG.delivery_share
        self._sender = Sender(self._share)
        self._cache = ContentCache()
        self._flights: list[Flight] = []
        self._swept = 0.0
        self._dirty = False

    def run_once(self) -> int:
        """Deliver what is due for at most some seconds.

        Returns how many messages moved, and not 0 while some are on the wire.
        """
        self._recover()
        moved, until = 0, time.monotonic() + _CYCLE_SECONDS
        try:
            while time.monotonic() < until:
                moved += self._land(0)
                touched = self._launch()
                moved += touched
                if touched:
                    continue
                if not self._flights:
                    break
                moved += self._land(0.1)
        except BaseException:
            self._dirty = True
            raise
        self._tidy_journals()
        return moved or len(self._flights)

    def close(self) -> None:
        """Finish the messages on the wire, give back the rest, and let go of the journals.

        Where the database is away the journals stay for the next worker.
        """
        self._sender.halt()
        try:
            self._land(self._lease.total_seconds(), everything=True)
            if self._dirty:
                self._settle_own()
            settled = not self._flights
        except DatabaseError:
            settled = False
        self._sender.close()
        for journal in (*self._full, self._journal):
            journal.close(remove=settled)

    def _launch(self) -> int:
        """Claim one batch and send it off; returns how many messages the gate has seen."""
        if len(self._flights) >= FLIGHTS:
            return 0
        busy = Counter(flight.batch.claim.workspace.id for flight in self._flights)
        full = [id_ for id_, count in busy.items() if count >= FLIGHTS_PER_WORKSPACE]
        with transaction.atomic(durable=True):
            claim = claim_batch(
                self._journal.worker,
                real_now=utcnow(),
                size=self._batch,
                lease=self._lease,
                busy=full,
                wants=self._wants,
            )
        if claim is None:
            return 0
        if claim.messages:
            with transaction.atomic(durable=True):
                batch = prepare(claim, self._cache)
            self._begin(batch)
        return claim.touched

    def _wants(self, account: Account) -> bool:
        """Tell whether this process has a connection to send by an account."""
        try:
            transport = open_transport(account)
        except (UnknownKey, ValueError):
            return True  # whoever claims first says what is wrong
        return not isinstance(transport, NetworkTransport) or bool(
            self._share.part(transport.connections)
        )

    def _begin(self, batch: Batch) -> None:
        try:
            transport = open_transport(batch.claim.account)
        except (UnknownKey, ValueError) as error:
            self._record(batch, self._journal, channel_broken(batch.claim.messages, str(error)))
            return
        if isinstance(transport, StoreTransport):
            self._store(batch, transport)
        elif isinstance(transport, NetworkTransport):
            record = partial(self._record, batch, self._journal)
            landed = self._sender.submit(batch, transport, self._journal, record)
            self._flights.append(Flight(batch, self._journal, landed))
        else:
            raise TypeError(f"channel {batch.claim.account.kind} opens no transport")

    def _store(self, batch: Batch, transport: StoreTransport) -> None:
        rendered, settled = make_readable(batch)
        with transaction.atomic(durable=True):
            transport.store(batch.claim.workspace.id, rendered, batch.claim.now)
            self._settle(batch, self._journal, settled)

    def _land(self, timeout_seconds: float, *, everything: bool = False) -> int:
        """Let go of the flights that are settled; returns how many messages they held."""
        if not self._flights:
            return 0
        flying = [flight.landed for flight in self._flights]
        if everything:
            wait(flying, timeout=timeout_seconds)
        else:
            wait(flying, timeout=timeout_seconds, return_when=FIRST_COMPLETED)
        landed = [flight for flight in self._flights if flight.landed.done()]
        for flight in landed:
            flight.landed.result()
            self._flights.remove(flight)
        return sum(len(flight.batch.claim.messages) for flight in landed)

    def _record(self, batch: Batch, journal: Journal, settled: list[Settled]) -> None:
        with transaction.atomic(durable=True):
            self._settle(batch, journal, settled)

    def _settle(self, batch: Batch, journal: Journal, settled: list[Settled]) -> None:
        failed = {item.message.message_id for item in settled if item.state == "failed"}
        addresses = {m.id: m.address for m in batch.claim.messages if m.id in failed}
        settle(journal.worker, settled, real_now=utcnow(), addresses=addresses)

    def _tidy_journals(self) -> None:
        """Begin a new journal when this one is long; drop those whose batches are settled."""
        flying = {id(flight.journal) for flight in self._flights}
        if id(self._journal) not in flying:
            self._journal.clear()
        elif self._journal.size() > _JOURNAL_BYTES:
            self._full.append(self._journal)
            self._journal = Journal(self._directory)
        for journal in [full for full in self._full if id(full) not in flying]:
            journal.close(remove=True)
            self._full.remove(journal)

    def _recover(self) -> None:
        """Settle what this or a dead worker left behind, and promote what waited long enough."""
        if self._dirty:
            self._settle_own()
        if time.monotonic() - self._swept < _SWEEP_SECONDS:
            return
        for worker, path in dead_journals(self._directory):
            with transaction.atomic(durable=True):
                replay(worker, path, real_now=utcnow())
            path.unlink(missing_ok=True)
        with transaction.atomic(durable=True):
            SQL.execute("promote_deferred", {"real_now": utcnow()})
            give_up_lost(journals_in(self._directory), real_now=utcnow())
        self._swept = time.monotonic()

    def _settle_own(self) -> None:
        """After a failure: let the wire come to rest, then believe our own journals."""
        wait([flight.landed for flight in self._flights], timeout=self._lease.total_seconds())
        if any(not flight.landed.done() for flight in self._flights):
            return
        for journal in (*self._full, self._journal):
            with transaction.atomic(durable=True):
                replay(journal.worker, journal.path, real_now=utcnow())
        self._flights.clear()
        self._dirty = False

"""Makes captures durable: group commits, or the spool while the database is away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import psycopg

from donbay.edge.database import AWAY, Database
from donbay.edge.settings import BATCH_ROWS, COMMIT_SECONDS, PROBE_SECONDS, WRITERS
from donbay.edge.spool import Spool
from donbay.edge.types import NotKeptError, Row

logger = logging.getLogger(__name__)

WAKE_CHANNEL = "donbay_intake"
_NOTIFY_EVERY = 0.05
_CROWD = 16
_GATHER_SECONDS = 0.002

Waiting = tuple[Row, "asyncio.Future[bool]"]


class Keeper:
    """Takes rows from handlers and answers each once it is safe: True committed, False spooled."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._spool = Spool(folder / "spool")
        self._refused = Spool(folder / "refused")
        self._spool_lock = asyncio.Lock()
        self._waiting: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._notified = 0.0
        self._stopping = False
        self.kept = 0
        self.spooled = 0

    def start(self) -> None:
        """Begin writing and replaying."""
        self._tasks = [asyncio.create_task(self._write()) for _ in range(WRITERS)]
        self._tasks.append(asyncio.create_task(self._watch()))

    async def stop(self) -> None:
        """Write what waits, then end."""
        self._stopping = True
        self._wake.set()
        *writers, watcher = self._tasks
        await asyncio.gather(*writers, return_exceptions=True)
        watcher.cancel()
        await asyncio.gather(watcher, return_exceptions=True)
        self._spool.rotate()

    async def keep(self, row: Row) -> bool:
        """Wait until a row is durable; raise NotKeptError if it is nowhere."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, future))
        self._wake.set()
        return await future

    async def spool_rows(self) -> int:
        """Count the rows still on disk."""
        return await asyncio.to_thread(self._spool.waiting)

    async def _write(self) -> None:
        while self._waiting or not self._stopping:
            if not self._waiting:
                self._wake.clear()
                await self._wake.wait()
            if len(self._waiting) >= _CROWD:  # under load a moment more makes bigger commits
                await asyncio.sleep(_GATHER_SECONDS)
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH_ROWS))]
            if batch:
                await self._settle(batch)

    async def _settle(self, batch: Sequence[Waiting]) -> None:
        """Make a batch durable and answer everyone in it, whatever happens."""
        # In one order everywhere, so that two processes with the same ids cannot deadlock.
        rows = sorted(row for row, _ in batch)
        try:
            committed = await self._make_durable(rows)
        except NotKeptError:
            _answer(batch, None)
        except BaseException:
            _answer(batch, None)
            raise
        _answer(batch, committed)
        if committed:
            await self._notify(rows)

    async def _make_durable(self, rows: Sequence[Row]) -> bool:
        if not self._database.away:
            try:
                await self._commit(rows)
            except AWAY as error:
                logger.warning("the database is away (%s); captures go to the spool", error)
                self._database.away = True
            except psycopg.Error:
                logger.exception("a batch of %d captures was refused", len(rows))
                await self._one_by_one(rows)
                return True
            else:
                self.kept += len(rows)
                return True
        await self._to_spool(rows)
        return False

    async def _commit(self, rows: Sequence[Row]) -> None:
        """Commit, trying once more where two processes stood in each other's way."""
        try:
            async with asyncio.timeout(COMMIT_SECONDS):
                await self._database.insert(rows)
        except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
            async with asyncio.timeout(COMMIT_SECONDS):
                await self._database.insert(rows)

    async def _one_by_one(self, rows: Sequence[Row]) -> None:
        """Find the row that the database will never take and keep it aside for the operator."""
        for row in rows:
            try:
                await self._commit([row])
            except AWAY:
                await self._to_spool([row])
            except psycopg.Error:
                async with self._spool_lock:
                    await asyncio.to_thread(self._refused.append, [row])

    async def _to_spool(self, rows: Sequence[Row]) -> None:
        async with self._spool_lock:
            await asyncio.to_thread(self._spool.append, rows)
        self.spooled += len(rows)

    async def _notify(self, rows: Sequence[Row]) -> None:
        """Wake the workers, at most every 50 ms: a NOTIFY in each commit halves their rate."""
        now = time.monotonic()
        if now - self._notified > _NOTIFY_EVERY or any(row.kind == "checkout" for row in rows):
            self._notified = now
            await self._database.notify(WAKE_CHANNEL)

    async def _watch(self) -> None:
        """Look for the database while it is away; replay when it is there."""
        while True:
            if not self._database.away or await self._database.probe():
                await self._replay()
            await asyncio.sleep(PROBE_SECONDS)

    async def _replay(self) -> None:
        async with self._spool_lock:
            self._spool.rotate()
        for rows, path in self._spool.claim():
            try:
                for start in range(0, len(rows), BATCH_ROWS):
                    await self._replay_batch(sorted(rows[start : start + BATCH_ROWS]))
            except AWAY:
                self._database.away = True
                return
            path.unlink()
            if rows:
                logger.warning("replayed %d captures from the spool", len(rows))
                await self._database.notify(WAKE_CHANNEL)

    async def _replay_batch(self, rows: Sequence[Row]) -> None:
        try:
            await self._commit(rows)
        except AWAY:
            raise
        except psycopg.Error:
            await self._one_by_one(rows)


def _answer(batch: Sequence[Waiting], committed: bool | None) -> None:
    """Answer everyone who still waits; None: their capture is nowhere."""
    for _, future in batch:
        if future.done():
            continue
        if committed is None:
            future.set_exception(NotKeptError())
        else:
            future.set_result(committed)

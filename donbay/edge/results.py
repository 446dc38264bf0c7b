"""Waits for what the worker makes of a capture: one query for everyone who waits."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import psycopg

from donbay.edge.database import AWAY, Database, load_sql

_POLL_SECONDS = 0.1
_READ = load_sql("donbay.intake", "read_results")

Key = tuple[int, str]
Result = dict[str, Any]


class Results:
    """Hands results to waiting visitors, woken by `donbay_captured` and every 100 ms."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[Key, list[asyncio.Future[Result]]] = {}
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Look now."""
        self._bell.set()

    async def wait(self, workspace_id: int, client_id: str, seconds: float) -> Result | None:
        """Return {state, result, error} of a capture, or None if it takes longer."""
        key = (workspace_id, client_id)
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        self._bell.set()
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            return None
        finally:
            self._forget(key, future)

    async def run(self) -> None:
        """Look for results for ever."""
        while True:
            if not self._waiting:
                await self._bell.wait()
            else:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_POLL_SECONDS):
                        await self._bell.wait()
            self._bell.clear()
            with contextlib.suppress(psycopg.Error, *AWAY):
                await self._look()

    async def _look(self) -> None:
        keys = list(self._waiting)
        if not keys:
            return
        asked = {"workspace_ids": [k[0] for k in keys], "client_ids": [k[1] for k in keys]}
        for row in await self._database.rows(_READ, asked):
            if row["state"] == "new":
                continue
            for future in self._waiting.get((row["workspace_id"], str(row["client_id"])), ()):
                if not future.done():
                    future.set_result(row)

    def _forget(self, key: Key, future: asyncio.Future[Result]) -> None:
        futures = self._waiting.get(key, [])
        futures.remove(future)
        if not futures:
            self._waiting.pop(key, None)

"""The edge's way to PostgreSQL: a small async pool, a listener, and whether it is away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from donbay.core.arrays import array, text_array
from donbay.edge.settings import COMMIT_SECONDS, PROBE_SECONDS
from donbay.edge.types import Row

logger = logging.getLogger(__name__)

AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, TimeoutError, OSError)
_OPTIONS = "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=5000"
Listener = Callable[[], None]


def load_sql(package: str, name: str) -> LiteralString:
    """Return a statement of a room as text, without importing what runs it in Django."""
    return (files(package) / "sql" / f"{name}.sql").read_text("utf-8")


class Database:
    """One process's connections. `away` is a memory of the last try, so nobody waits twice."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._pool = AsyncConnectionPool(
            conninfo,
            min_size=2,
            max_size=6,
            open=False,
            timeout=COMMIT_SECONDS,
            reconnect_timeout=1.0,
            kwargs={
                "autocommit": True,
                "options": _OPTIONS,
                "connect_timeout": 3,
                "application_name": "donbay edge",
            },
        )
        self._insert = load_sql("donbay.intake", "insert_captures")
        self.away = True

    async def open(self) -> None:
        """Start connecting; returns at once."""
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        await self._pool.open(wait=False)
        await self.probe()

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close(timeout=2)

    async def probe(self) -> bool:
        """Find out whether the database answers; renew connections that died meanwhile."""
        try:
            async with asyncio.timeout(COMMIT_SECONDS):
                if self.away:
                    await self._pool.check()
                async with self._pool.connection(timeout=1.0) as connection:
                    await connection.execute("SELECT 1")
        except AWAY:
            self.away = True
            return False
        self.away = False
        return True

    async def insert(self, rows: Sequence[Row]) -> None:
        """Commit captures in one statement; raises what psycopg raises."""
        workspace_ids, client_ids, kinds, payloads, contexts, received_ats = zip(*rows, strict=True)
        parameters = {
            "workspace_ids": array(workspace_ids),
            "client_ids": text_array(client_ids),
            "kinds": text_array(kinds),
            "payloads": text_array(payloads),
            "contexts": text_array(contexts),
            "received_ats": array(received_ats),
        }
        async with self._pool.connection() as connection:
            await connection.execute(self._insert, parameters)

    async def notify(self, channel: str) -> None:
        """Wake whoever listens; a hint, so a failure is of no matter."""
        with contextlib.suppress(*AWAY):
            async with self._pool.connection() as connection:
                await connection.execute("SELECT pg_notify(%s, '')", [channel])

    async def rows(
        self, statement: LiteralString, parameters: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Return rows as dictionaries; raises one of AWAY when the database is away."""
        try:
            async with asyncio.timeout(COMMIT_SECONDS), self._pool.connection() as connection:
                cursor = connection.cursor(row_factory=dict_row)
                await cursor.execute(statement, parameters)
                return await cursor.fetchall()
        except AWAY:
            self.away = True
            raise

    async def listen(self, listeners: Mapping[str, Listener]) -> None:
        """Call a listener for each notification of its channel, reconnecting for ever."""
        while True:
            try:
                await self._listen_once(listeners)
            except AWAY:
                await asyncio.sleep(PROBE_SECONDS)

    async def _listen_once(self, listeners: Mapping[str, Listener]) -> None:
        async with await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True, application_name="donbay edge listen"
        ) as connection:
            for channel in listeners:
                await connection.execute(psycopg.sql.SQL("LISTEN {}").format(_name(channel)))
            for listener in listeners.values():
                listener()
            async for note in connection.notifies():
                listeners[note.channel]()


def _name(channel: str) -> psycopg.sql.Identifier:
    return psycopg.sql.Identifier(channel)

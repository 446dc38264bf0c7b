"""The worker: runs the loops that rooms registered, a thread a lane, until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from types import FrameType

import psycopg
from django.db import DatabaseError, InterfaceError, connection

from donbay.app.lanes import LANES
from donbay.core import registry
from donbay.core.interpreter import calm_collector, share_in_short_turns
from donbay.core.notify import listening_conninfo
from donbay.core.registry import Reactor, WorkerLoop
from donbay.kit.clock import utcnow
from donbay.log.actions import WAKE_CHANNEL, ensure_epoch, ensure_partitions, run_reactor

logger = logging.getLogger(__name__)

_PARTITIONS_EVERY_SECONDS = 3_600.0
_REST_AFTER_ERROR_SECONDS = 1.0
# An idle shop of five lanes looking ten times a second took a sixth of a core.
_LONGER, _LONGEST_REST_SECONDS = 1.2, 1.0


class _Bell:
    """Wakes a lane when its channels ring, or when the poll interval is over."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Wait for at most some seconds; tell whether it rang."""
        rung = self._rung.wait(seconds)
        self._rung.clear()
        return rung


class Rest:
    """How long a lane with nothing to do waits: a little longer each time, until it is woken.

    The bell is a hint only, so a lane looks by itself too; but what becomes visible without one
    (an event held back by an older transaction) does so soon after something happened.
    """

    def __init__(self, shortest: float) -> None:
        self._shortest = shortest
        self._next = shortest

    def wake(self) -> None:
        """Begin again with the shortest: something has happened."""
        self._next = self._shortest

    def take(self) -> float:
        """Return the seconds to wait now."""
        now = self._next
        self._next = max(self._shortest, min(now * _LONGER, _LONGEST_REST_SECONDS))
        return now


class Worker:
    """Runs lanes side by side; within a lane, its loops take turns."""

    def __init__(self, lanes: Sequence[str] = LANES) -> None:
        self._lanes = [lane for lane in lanes if any(loop.lane == lane for loop in all_loops())]
        self._stopping = threading.Event()
        self._bells = {lane: _Bell() for lane in self._lanes}

    def stop(self) -> None:
        """Ask every lane to finish its batch and end."""
        self._stopping.set()
        for bell in self._bells.values():
            bell.ring()

    def run(self) -> None:
        """Run until stopped, or until the process that started this one is gone."""
        threads = [
            threading.Thread(target=self._run_lane, args=(lane, bell), name=lane, daemon=True)
            for lane, bell in self._bells.items()
        ]
        threads.append(threading.Thread(target=self._listen, name="listen", daemon=True))
        for thread in threads:
            thread.start()
        parent = os.getppid()
        while not self._stopping.wait(1.0):
            if os.getppid() != parent:
                self.stop()
        for thread in threads:
            thread.join(timeout=10)

    def _run_lane(self, lane: str, bell: _Bell) -> None:
        loops = [loop for loop in all_loops() if loop.lane == lane]
        rest = Rest(min(loop.poll_seconds for loop in loops))
        while not self._stopping.is_set():
            if sum(self._turn(loop) for loop in loops) or bell.wait(rest.take()):
                rest.wake()
        for loop in loops:
            self._close(loop)
        connection.close()

    def _close(self, loop: WorkerLoop) -> None:
        if loop.close is None:
            return
        try:
            loop.close()
        except Exception:
            # What it did not end in order is found by its journal, as after a kill.
            logger.exception("%s did not end in order", loop.key)

    def _turn(self, loop: WorkerLoop) -> int:
        if self._stopping.is_set():
            return 0
        try:
            return loop.run_once()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("%s: the database refused (%s); trying again", loop.key, error)
        except Exception:
            # One room's fault must not stop the others; it is logged and tried again.
            logger.exception("%s failed; trying again", loop.key)
        connection.close()
        self._stopping.wait(_REST_AFTER_ERROR_SECONDS)
        return 0

    def _listen(self) -> None:
        channels = {loop.wake_channel for loop in all_loops() if loop.wake_channel}
        while not self._stopping.is_set():
            try:
                with psycopg.connect(listening_conninfo(), autocommit=True) as listener:
                    for channel in sorted(channels):
                        listener.execute(f"LISTEN {channel}")
                    while not self._stopping.is_set():
                        for note in listener.notifies(timeout=1.0, stop_after=1):
                            self._ring(note.channel)
            except psycopg.Error:
                self._stopping.wait(_REST_AFTER_ERROR_SECONDS)

    def _ring(self, channel: str) -> None:
        for loop in all_loops():
            if loop.wake_channel == channel and (bell := self._bells.get(loop.lane)):
                bell.ring()


def all_loops() -> list[WorkerLoop]:
    """Return the registered loops, one for each reactor, and the log's housekeeping."""
    reacting = [_reactor_loop(reactor) for reactor in registry.reactors]
    return [*registry.worker_loops, *reacting, _PARTITIONS]


def _reactor_loop(reactor: Reactor) -> WorkerLoop:
    return WorkerLoop(f"react.{reactor.key}", "react", lambda: run_reactor(reactor), WAKE_CHANNEL)


class _Partitions:
    """Keeps the log's months ahead of every workspace's clock."""

    def __init__(self) -> None:
        self._due = 0.0

    def run_once(self) -> int:
        if time.monotonic() < self._due:
            return 0
        made = ensure_partitions(utcnow())
        self._due = time.monotonic() + _PARTITIONS_EVERY_SECONDS
        return made


_PARTITIONS = WorkerLoop("log.partitions", "jobs", _Partitions().run_once, poll_seconds=0.5)


def main(lanes: Sequence[str] = LANES) -> None:
    """Run a worker in this process until SIGTERM or SIGINT."""
    ensure_epoch()
    worker = Worker(lanes)

    def finish(signum: int, frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    calm_collector()
    share_in_short_turns()
    worker.run()

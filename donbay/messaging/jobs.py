"""Background work of the messaging room: the delivery loop of a worker process."""

from __future__ import annotations

import os
import threading

from donbay.messaging.delivery.engine import DeliveryEngine

_engines: dict[int, DeliveryEngine] = {}
_lock = threading.Lock()


def deliver_once() -> int:
    """Deliver what is due and return how many messages moved; safe to run twice."""
    with _lock:
        engine = _engines.get(os.getpid())
        if engine is None:
            engine = _engines[os.getpid()] = DeliveryEngine()
        return engine.run_once()


def close_engine() -> None:
    """Let this process's engine end in order; the next deliver_once makes a new one."""
    with _lock:
        engine = _engines.pop(os.getpid(), None)
        if engine is not None:
            engine.close()

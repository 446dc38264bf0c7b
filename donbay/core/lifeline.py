"""End processes in order: with the one that started them, and not before their streams."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from granian import _signals
from granian._granian import WorkerSignal
from granian._internal import load_target

SUPERVISOR = "DONBAY_SUPERVISOR_PID"
_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 1.0
_GRACE_SECONDS = 8.0
_on_stop: list[Callable[[], None]] = []


def end_with_supervisor() -> None:
    """Follow `donbay serve`; a role that was started apart stays on its own."""
    supervisor = os.environ.get(SUPERVISOR)
    if supervisor is None:
        return
    if os.getppid() != int(supervisor):
        # It died before we could ask the kernel for its death signal.
        sys.exit(1)
    end_with_parent()


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM at the parent's death (Linux), and poll for it everywhere."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def load_in_worker(target: str) -> Callable[..., Any]:
    """Load a granian target inside its worker process, tied to granian's main process.

    Pass as `Granian(...).serve(target_loader=load_in_worker)`: without it a worker outlives a
    killed main process and keeps the port, and waits for every open stream before it ends.
    """
    end_with_parent()
    _tell_of_stop()
    loaded: Callable[..., Any] = load_target(target)
    return loaded


def on_stop(callback: Callable[[], None]) -> None:
    """Have something done in a worker's event loop at the moment it is told to stop."""
    _on_stop.append(callback)


def _tell_of_stop() -> None:
    """Hear the signal that granian hears; it then waits for responses that never end."""
    given: Callable[[asyncio.AbstractEventLoop], WorkerSignal] = _signals.set_loop_signals

    def set_loop_signals(loop: asyncio.AbstractEventLoop) -> WorkerSignal:
        event = given(loop)

        def stop() -> None:
            for callback in _on_stop:
                callback()
            event.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        return event

    _signals.set_loop_signals = set_loop_signals


def _watch(parent: int) -> None:
    """Wait for the parent to change, ask for an orderly end, then insist."""
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)

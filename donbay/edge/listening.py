"""Runs the application on Granian: several addresses, one event loop and process per worker.

Granian's own server binds one address a process. A worker here gives each address its own
`RSGIWorker` on the same loop, so 127.0.0.1 and ::1 share pages, limits and connections.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import uvloop
from granian import _futures, _granian
from granian.constants import HTTPModes, SSLProtocols
from granian.http import HTTP1Settings

from donbay.core.interpreter import calm_collector
from donbay.core.operator_errors import OperatorError
from donbay.edge.settings import HEADER_MILLISECONDS

# Granian ships a stub of an older version of these two.
_native: Any = _granian
_glue: Any = _futures
_BACKLOG = 2048
_CONNECTIONS = 4096
_NO_TLS: tuple[Any, ...] = (False, None, None, None, str(SSLProtocols.tls13), None, [], False)


class Application(Protocol):
    """What can be served."""

    async def start(self) -> None:
        """Get ready."""
        ...

    async def stop(self) -> None:
        """Finish."""
        ...

    async def __rsgi__(self, scope: Any, exchange: Any) -> None:
        """Answer a request."""
        ...


def require_free(addresses: Sequence[str], port: int) -> None:
    """Raise OperatorError if another program listens there (workers share a port on purpose)."""
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                raise OperatorError(
                    f"Không mở được cổng {port} ở {address} ({error.strerror}). "
                    "Hãy dừng chương trình đang dùng cổng này hoặc đặt DONBAY_EDGE_PORT.",
                    f"Cannot open port {port} on {address} ({error.strerror}). "
                    "Stop the program that uses it or set DONBAY_EDGE_PORT.",
                ) from error


def serve(make: Callable[[], Application], addresses: Sequence[str], port: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is under way."""
    uvloop.run(_serve(make, addresses, port))


async def _serve(make: Callable[[], Application], addresses: Sequence[str], port: int) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    application = make()
    await application.start()
    calm_collector()
    signals = [_open(application, address, port, loop) for address in addresses]
    await stopping.wait()
    for opened in signals:
        opened.set()
    await asyncio.sleep(0.05)
    await application.stop()


def _open(application: Application, address: str, port: int, loop: Any) -> _granian.WorkerSignal:
    """Start answering on one address."""
    stop = _granian.WorkerSignal()
    worker = _native.RSGIWorker(
        1,
        (_native.ListenerSpec(address, port, _BACKLOG), None),
        None,
        1,
        16,
        1,
        30,
        _CONNECTIONS,
        str(HTTPModes.auto),
        HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, pipeline_flush=True),
        None,
        False,
        None,
        *_NO_TLS,
        (None, None),
    )
    handler = _glue._future_watcher_wrapper(application.__rsgi__)  # noqa: SLF001 - as granian.server.mp does
    scheduler = _glue._new_cbscheduler(loop, handler, impl_asyncio=True)  # noqa: SLF001
    worker.serve_str(scheduler, loop, stop)
    return stop

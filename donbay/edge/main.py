"""Command line of the edge: addresses, port, workers."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from donbay.core.database import database_url
from donbay.core.lifeline import end_with_parent
from donbay.core.operator_errors import OperatorError
from donbay.core.paths import make_data_dir
from donbay.edge.listening import require_free, serve
from donbay.edge.server import Edge
from donbay.edge.settings import EdgeSettings, load_settings

_LOOPBACK = ("127.0.0.1", "::1")
_STOP_SECONDS = 8.0


def main(argv: Sequence[str] = ()) -> None:
    """Serve until told to stop; with several workers, each is a process of its own."""
    arguments = _parse(argv)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    level = os.environ.get("DONBAY_LOG_LEVEL", "INFO")
    logging.getLogger("donbay").setLevel(level)
    settings = load_settings(database_url(), bind=arguments.host, port=arguments.port)
    make_data_dir(settings.data_dir)
    addresses = _addresses(settings)
    if arguments.worker:
        end_with_parent()
        serve(lambda: Edge(settings), addresses, settings.port)
        return
    require_free(addresses, settings.port)
    if arguments.workers == 1:
        serve(lambda: Edge(settings), addresses, settings.port)
    else:
        _run_workers(arguments.workers, settings)


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="donbay edge", description=__doc__)
    parser.add_argument("--host", default="", help="address to listen on (default DONBAY_BIND)")
    parser.add_argument("--port", type=int, default=0, help="port (default DONBAY_EDGE_PORT)")
    default = int(os.environ.get("DONBAY_EDGE_WORKERS", "1"))
    parser.add_argument("--workers", type=int, default=default, help="how many processes serve")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def _addresses(settings: EdgeSettings) -> list[str]:
    """Return where to listen; browsers try ::1 as well as 127.0.0.1 for *.localhost."""
    if settings.bind not in _LOOPBACK:
        return [settings.bind]
    try:
        require_free(["::1"], 0)
    except OperatorError:  # a machine without IPv6
        return ["127.0.0.1"]
    return list(_LOOPBACK)


def _run_workers(count: int, settings: EdgeSettings) -> None:
    """Keep `count` workers alive until told to stop."""
    command = [sys.executable, "-m", "donbay.edge.main", "--worker"]
    command += ["--host", settings.bind, "--port", str(settings.port)]
    workers = [subprocess.Popen(command) for _ in range(count)]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        time.sleep(0.5)
        for index, worker in enumerate(workers):
            if worker.poll() is not None and not stopping:
                time.sleep(1.0)
                workers[index] = subprocess.Popen(command)
    for worker in workers:
        worker.terminate()
    deadline = time.monotonic() + _STOP_SECONDS
    for worker in workers:
        try:
            worker.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OperatorError as error:
        sys.exit(str(error))

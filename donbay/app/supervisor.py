"""`donbay serve`: own the database and the roles of one machine."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from donbay.app import greeting
from donbay.app.children import DEMO_FAILED, TICK_SECONDS, Child, run_to_end, stop_all
from donbay.app.lanes import LANES
from donbay.core.config import Config
from donbay.core.database import forget_url, note_url
from donbay.core.filelock import open_lock, try_exclusive
from donbay.core.lifeline import SUPERVISOR
from donbay.core.operator_errors import OperatorError
from donbay.core.paths import make_data_dir
from donbay.core.postgres import EmbeddedPostgres
from donbay.core.schema_mark import is_marked

ALREADY_RUNNING = 3
# Sending is hard on one interpreter: it runs apart, so that a campaign slows no lead down. When
# nothing is to be sent, those processes help with a rush of leads.
_BESIDE_DELIVERY = ",".join(lane for lane in LANES if lane != "delivery")
_DELIVERY = "delivery,intake"
POSTGRES_EVERY_SECONDS = 2.0
# How long mails wait for an app or edge that does not come up.
SERVING_PATIENCE = 20.0
# Children of a killed supervisor leave within their eight seconds and free the ports.
PORT_PATIENCE = 12.0


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM."""
    config = Config.from_env()
    make_data_dir(config.data_dir)
    with open_lock(config.data_dir / "serve.lock") as lock:
        if not try_exclusive(lock):
            print(_already_running(lock))
            return ALREADY_RUNNING
        _describe(lock, config)
        return Supervisor(config, open_browser=arguments.open).run()


def say(line: str) -> None:
    """Print a line of the supervisor's own."""
    print(f"donbay | {line}", flush=True)


@dataclass
class Supervisor:
    """Starts things in order, keeps them running, and stops them in reverse."""

    config: Config
    open_browser: bool = False
    _stopping: threading.Event = field(default_factory=threading.Event)
    _children: list[Child] = field(default_factory=list)

    def run(self) -> int:
        """Run to the end and return the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._require_port(self.config.app_port, "DONBAY_APP_PORT")
        self._require_port(self.config.edge_port, "DONBAY_EDGE_PORT")
        if self._stopping.is_set():
            return 0
        with _database(self.config) as database:
            return self._run_on(database)

    def _require_port(self, port: int, variable: str) -> None:
        """Wait a little for a port to be free; raise OperatorError if it stays taken."""
        began = time.monotonic()
        while not (_is_free(self.config.bind, port) or self._stopping.wait(TICK_SECONDS)):
            if time.monotonic() - began > PORT_PATIENCE:
                raise OperatorError(
                    f"Cổng {port} đang được chương trình khác dùng. "
                    f"Hãy dừng nó, hoặc đặt {variable}.",
                    f"Port {port} is used by another program. Stop it, or set {variable}.",
                )

    def _run_on(self, database: _Database) -> int:
        """Migrate, seed, then run the roles on a running database."""
        environ = self._environ(database.url)
        status = 0 if self._is_ready(database) else self._make_ready(environ)
        if status or self._stopping.is_set():
            return status
        try:
            self._run_roles(environ, database)
        finally:
            say("đang dừng / stopping")
            stop_all(self._children)
        return 0

    def _is_ready(self, database: _Database) -> bool:
        """Tell whether the database holds all that this program and its demo need."""
        logins = self.config.data_dir / greeting.LOGINS
        demo = self.config.demo
        return is_marked(database.url, demo=demo) and (not demo or logins.exists())

    def _make_ready(self, environ: dict[str, str]) -> int:
        """Migrate and seed; return what is wrong as an exit status."""
        say("cập nhật cơ sở dữ liệu / migrating the database")
        options = ["--demo"] if self.config.demo else []
        status = run_to_end(Child("migrate", environ, *options), self._stopping)
        if self._stopping.is_set():
            return 0
        if status == DEMO_FAILED:
            say("không tạo được dữ liệu mẫu, vẫn chạy tiếp / no demo data, going on without")
            return 0
        if status:
            say("không cập nhật được cơ sở dữ liệu / the migration failed")
        return status

    def _run_roles(self, environ: dict[str, str], database: _Database) -> None:
        """Start the roles and look after them until told to stop.

        Those that send come last: while everything loads, two cores are few.
        """
        self._start(Child("app", environ), Child("edge", environ))
        self._start(Child("worker", environ, "--only", _BESIDE_DELIVERY))
        patience = time.monotonic() + SERVING_PATIENCE
        greeted = sending = False
        while not self._stopping.wait(TICK_SECONDS):
            for child in self._children:
                if line := child.tend():
                    say(line)
            database.tend()
            serving = greeted or self._serves()
            if not sending and (serving or time.monotonic() > patience):
                self._start(*self._senders(environ))
                sending = True
            if serving and not greeted:
                self._greet()
                greeted = True

    def _start(self, *children: Child) -> None:
        for child in children:
            child.start()
            self._children.append(child)

    def _senders(self, environ: dict[str, str]) -> Iterator[Child]:
        """Give the processes that share the connections of each mail account."""
        of = self.config.delivery_processes
        for number in range(1, of + 1):
            mine = {**environ, "DONBAY_DELIVERY_SHARE": f"{number}/{of}"}
            yield Child("worker", mine, "--only", _DELIVERY, called=f"delivery {number}")

    def _serves(self) -> bool:
        """Tell whether both addresses answer."""
        config = self.config
        return all(greeting.answers(config, port) for port in (config.app_port, config.edge_port))

    def _greet(self) -> None:
        """Say hello."""
        print(greeting.greet(self.config), flush=True)
        if self.open_browser:
            greeting.open_browser(self.config.app_url)

    def _environ(self, url: str) -> dict[str, str]:
        """Return the environment of the children."""
        environ = {
            **os.environ,
            "DATABASE_URL": url,
            "DONBAY_DATA_DIR": str(self.config.data_dir),
            SUPERVISOR: str(os.getpid()),
            "PYTHONUNBUFFERED": "1",
        }
        # Many a container says so; six processes would compile all modules anew at each start.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        return environ

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._stopping.set()


class _Database:
    """The database in use, and its server where that one is ours."""

    def __init__(self, url: str, postgres: EmbeddedPostgres | None) -> None:
        self.url = url
        self._postgres = postgres
        self._due = 0.0

    def tend(self) -> None:
        """Start our server again if it died."""
        if self._postgres is None or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + POSTGRES_EVERY_SECONDS
        if self._postgres.alive():
            return
        say("PostgreSQL đã dừng, khởi động lại / PostgreSQL ended, restarting it")
        try:
            self._postgres.start()
        except OperatorError as error:
            say(str(error))


@contextmanager
def _database(config: Config) -> Iterator[_Database]:
    """Provide the operator's database, or ours from start to stop."""
    if config.database_url:
        yield _Database(config.database_url, None)
        return
    postgres = EmbeddedPostgres(config.data_dir)
    say(f"khởi động PostgreSQL / starting PostgreSQL: {postgres.cluster}")
    try:
        url = postgres.start()
        note_url(config.data_dir, url)
        yield _Database(url, postgres)
    finally:
        postgres.stop()
        forget_url(config.data_dir)


def _is_free(address: str, port: int) -> bool:
    """Tell whether one may listen on a port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            return True  # the role itself says why
        except OSError:
            return False
    return True


def _describe(lock: IO[str], config: Config) -> None:
    """Write into the lock file what a second `serve` shall say."""
    lock.seek(0)
    lock.truncate()
    json.dump({"pid": os.getpid(), "lines": greeting.addresses(config)}, lock)
    lock.flush()


def _already_running(lock: IO[str]) -> str:
    """Say which serve runs already, and where."""
    lines = ["Donbay đã chạy rồi / Donbay is running already"]
    try:
        note = json.load(lock)
        return "\n".join([f"{lines[0]} (pid {note['pid']})", *note["lines"]])
    except (ValueError, KeyError):
        return lines[0]

"""Start, adopt, recover and stop the embedded PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from donbay.core.filelock import exclusive
from donbay.core.operator_errors import OperatorError
from donbay.core.paths import make_data_dir
from donbay.core.postgres import cluster as files
from donbay.core.postgres.account import choose_account
from donbay.core.postgres.processes import (
    can_list_processes,
    live_processes,
    read_pid_file,
)
from donbay.core.postgres.programs import Programs

DATABASE = "donbay"
ORPHAN_PATIENCE = 15.0
# Recovery after a crash replays up to max_wal_size.
RECOVERY_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the server runs, as which process, and where to connect."""

    running: bool
    pid: int | None
    url: str | None


class EmbeddedPostgres:
    """The PostgreSQL server of one data folder; one supervisor starts and stops it."""

    def __init__(self, data_dir: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir.resolve()
        self.cluster = self.data_dir / "postgres"
        self._settings = dict(settings or {})
        self._lock = self.data_dir / "postgres.lock"

    def start(self) -> str:
        """Make the server run, whatever was left behind, and return its URL."""
        make_data_dir(self.data_dir)
        with exclusive(self._lock):
            programs = self._programs
            self._prepare(programs)
            if not self._wait_until_settled(programs):
                self._launch(programs)
            url = self._url()
        _create_database(url)
        return url

    def stop(self) -> None:
        """Stop the server, ending open connections; harmless if it does not run."""
        if not (self.cluster / "PG_VERSION").exists():
            return
        with exclusive(self._lock):
            programs = self._programs
            if self._pid(programs):
                programs.run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", self.cluster)

    def status(self) -> Status:
        """Report without changing anything."""
        if not self.cluster.exists():
            return Status(running=False, pid=None, url=None)
        programs = self._programs
        pid = self._pid(programs)
        if pid is None or not self._answers(programs):
            return Status(running=False, pid=pid, url=None)
        return Status(running=True, pid=pid, url=self._url())

    def program(self, name: str) -> Path:
        """Return the path of one of PostgreSQL's programs, of the server's own version."""
        return self._programs.folder / name

    def alive(self) -> bool:
        """Tell whether the postmaster lives, cheaply enough to ask every second."""
        return self._pid(self._programs) is not None

    @cached_property
    def _programs(self) -> Programs:
        return Programs.locate(choose_account(self.cluster))

    def _prepare(self, programs: Programs) -> None:
        """Create the cluster if it is new, and write its settings."""
        if programs.run_any("/bin/sh", "-c", 'cd "$1"', "sh", self.data_dir).returncode:
            raise OperatorError(
                f"Người dùng chạy PostgreSQL không vào được {self.data_dir}. Hãy đặt "
                "DONBAY_DATA_DIR tới nơi khác, ví dụ /var/lib/donbay/data.",
                f"The user that runs PostgreSQL cannot enter {self.data_dir}. Set "
                "DONBAY_DATA_DIR to another place, for example /var/lib/donbay/data.",
            )
        if self.cluster.exists():
            files.refuse_other_major(self.cluster)
        else:
            files.create_cluster(self.cluster, programs)
        socket_dir = files.make_socket_dir(self.cluster, programs)
        files.write_settings(self.cluster, programs, socket_dir, self._settings)

    def _wait_until_settled(self, programs: Programs) -> bool:
        """Wait for a server to answer or be gone; True if it answers.

        Children outlive a killed postmaster by some 0.2 s, and starting beside them would
        damage the data, so they are waited for and never overruled.
        """
        if not can_list_processes():
            return self._answers(programs)
        began = time.monotonic()
        while alive := live_processes(self.cluster, programs):
            found = read_pid_file(self.cluster)
            has_master = found is not None and found.pid in alive
            if has_master and self._answers(programs):
                return True
            patience = RECOVERY_PATIENCE if has_master else ORPHAN_PATIENCE
            if time.monotonic() - began > patience:
                raise _stuck(alive)
            time.sleep(0.05)
        files.remove_leftovers(self.cluster, files.make_socket_dir(self.cluster, programs))
        return False

    def _launch(self, programs: Programs) -> None:
        """Start the postmaster, which detaches from us, and wait until it answers."""
        log = self.cluster / "start.log"
        wait = str(int(RECOVERY_PATIENCE))
        done = programs.run("pg_ctl", "start", "-w", "-t", wait, "-l", log, "-D", self.cluster)
        if done.returncode:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
            raise OperatorError(
                f"PostgreSQL không khởi động được:\n{tail}\nXem thêm {self.cluster / 'log'}.",
                f"PostgreSQL did not start; see the lines above and {self.cluster / 'log'}.",
            )

    def _pid(self, programs: Programs) -> int | None:
        """Return the postmaster's pid if that process really is this cluster's."""
        found = read_pid_file(self.cluster)
        if found is None:
            return None
        if can_list_processes():
            return found.pid if found.pid in live_processes(self.cluster, programs) else None
        return found.pid if self._answers(programs) else None

    def _answers(self, programs: Programs) -> bool:
        """Tell whether the server accepts connections."""
        found = read_pid_file(self.cluster)
        if found is None:
            return False
        done = programs.run("pg_isready", "-q", "-h", found.socket_dir, "-p", found.port)
        return done.returncode == 0

    def _url(self) -> str:
        """Return the URL of the running server, from its own pid file."""
        found = read_pid_file(self.cluster)
        if found is None:
            raise OperatorError(
                "PostgreSQL vừa dừng. Hãy thử lại.", "PostgreSQL has just stopped. Try again."
            )
        host = quote(str(found.socket_dir), safe="")
        return f"postgresql://{files.SUPERUSER}@/{DATABASE}?host={host}&port={found.port}"


def _create_database(url: str) -> None:
    """Create our database in a new cluster."""
    maintenance = psycopg.conninfo.make_conninfo(url, dbname="postgres")
    with psycopg.connect(maintenance, autocommit=True, connect_timeout=10) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
        if known.fetchone() is None:
            try:
                connection.execute(f"create database {DATABASE}")
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return  # another start was faster


def _stuck(pids: set[int]) -> OperatorError:
    """Describe processes that neither answer nor leave."""
    listed = ", ".join(map(str, sorted(pids)))
    return OperatorError(
        f"Các tiến trình PostgreSQL cũ ({listed}) không trả lời và cũng không kết thúc. "
        "Hãy khởi động lại máy, hoặc kết thúc chúng bằng lệnh kill (đừng dùng kill -9).",
        f"Old PostgreSQL processes ({listed}) neither answer nor end. Restart the machine, or "
        "end them with kill (not kill -9).",
    )

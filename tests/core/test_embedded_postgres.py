"""The embedded PostgreSQL starts whatever a crash left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from donbay.core.operator_errors import OperatorError
from donbay.core.paths import REPOSITORY
from donbay.core.postgres import EmbeddedPostgres
from donbay.core.postgres.processes import PidFile, read_pid_file

START = """
import sys; from pathlib import Path; from donbay.core.postgres import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start())
"""


@pytest.fixture
def postgres(cluster_home: Path):
    server = EmbeddedPostgres(cluster_home)
    yield server
    server.stop()


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def pid_file(server: EmbeddedPostgres) -> PidFile:
    found = read_pid_file(server.cluster)
    assert found is not None
    return found


def test_start_is_durable_and_folds_vietnamese_letters(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()

    assert one(url, "show fsync") == "on"
    assert one(url, "show synchronous_commit") == "on"
    assert one(url, "show idle_in_transaction_session_timeout") == "5s"
    assert one(url, "show server_version_num") >= "180000"  # type: ignore[operator]
    assert one(url, "select lower('ĐƯỜNG')") == "đường"
    assert one(url, "show listen_addresses") == ""


def test_second_start_adopts_the_running_server(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    pid = postgres.status().pid

    assert EmbeddedPostgres(postgres.data_dir).start() == url
    assert postgres.status().pid == pid


def test_stop_then_status(postgres: EmbeddedPostgres) -> None:
    postgres.start()

    postgres.stop()

    assert not postgres.status().running
    assert postgres.status().url is None


def test_start_recovers_after_the_postmaster_was_killed(postgres: EmbeddedPostgres) -> None:
    url = postgres.start()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table kept as select 7 as number")
    killed = pid_file(postgres).pid
    os.kill(killed, signal.SIGKILL)

    again = postgres.start()

    assert one(again, "select number from kept") == 7
    assert postgres.status().pid != killed


def test_start_ignores_a_pid_file_naming_a_foreign_live_process(
    postgres: EmbeddedPostgres,
) -> None:
    postgres.start()
    left = (postgres.cluster / "postmaster.pid").read_text().splitlines()
    socket_lock = pid_file(postgres).socket_dir / ".s.PGSQL.5432.lock"
    postgres.stop()
    foreign = [str(os.getpid()), *left[1:]]
    (postgres.cluster / "postmaster.pid").write_text("\n".join(foreign) + "\n")
    socket_lock.write_text("\n".join(foreign) + "\n")

    url = postgres.start()

    assert one(url, "select 1") == 1
    assert postgres.status().pid != os.getpid()


def test_start_ignores_an_empty_pid_file(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    postgres.stop()
    (postgres.cluster / "postmaster.pid").write_text("")

    assert one(postgres.start(), "select 1") == 1


def test_four_starts_at_once_share_one_server(postgres: EmbeddedPostgres) -> None:
    command = [sys.executable, "-c", START, str(postgres.data_dir)]
    starts = [
        subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    urls = {start.communicate(timeout=60)[0] for start in starts}

    assert [start.returncode for start in starts] == [0, 0, 0, 0]
    assert len(urls) == 1
    assert one(urls.pop().strip(), "select 1") == 1


def test_a_half_made_cluster_is_made_again(postgres: EmbeddedPostgres) -> None:
    half = postgres.data_dir / "postgres.new-1"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    assert one(postgres.start(), "select 1") == 1
    assert not half.exists()


def test_another_major_version_is_refused_untouched(postgres: EmbeddedPostgres) -> None:
    postgres.cluster.mkdir()
    (postgres.cluster / "PG_VERSION").write_text("16\n")

    with pytest.raises(OperatorError) as caught:
        postgres.start()

    assert "PostgreSQL 16" in caught.value.vi
    assert "pg_dump" in caught.value.vi
    assert "DATABASE_URL" in caught.value.en
    assert [path.name for path in postgres.cluster.iterdir()] == ["PG_VERSION"]


def test_a_socket_folder_of_somebody_else_is_refused(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    folder = pid_file(postgres).socket_dir
    postgres.stop()
    folder.chmod(0o777)

    with pytest.raises(OperatorError, match="open to others"):
        postgres.start()

    folder.chmod(0o700)

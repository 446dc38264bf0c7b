"""The files of a cluster: creating it, its settings, its socket folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from donbay.core.operator_errors import OperatorError
from donbay.core.paths import open_to_others, running_as_root, short_hash
from donbay.core.postgres.programs import MAJOR, Programs

SUPERUSER = "donbay"
PORT = "5432"
LONGEST_SOCKET_DIR = 80
SETTINGS = {
    # 90 for our processes by plan; the rest for psql, backups and a second role while it restarts.
    "max_connections": "120",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    # Compiling costs more than our short statements gain.
    "jit": "off",
    "timezone": "UTC",
    # An open transaction holds every log cursor back.
    "idle_in_transaction_session_timeout": "5s",
    # Local socket only: its folder belongs to one user, so no password is needed.
    "listen_addresses": "",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
}


def refuse_other_major(cluster: Path) -> None:
    """Raise OperatorError if the cluster was made by another major version."""
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != str(MAJOR):
        raise OperatorError(
            f"Thư mục {cluster} do PostgreSQL {found} tạo, bản Donbay này dùng PostgreSQL "
            f"{MAJOR} nên không mở, và không đổi gì trong đó. Cách ra: dùng bản Donbay cũ sao "
            "lưu (pg_dump), đổi tên thư mục này, khởi động lại rồi khôi phục bản sao lưu; hoặc "
            f"đặt DATABASE_URL tới một máy chủ PostgreSQL {found}.",
            f"{cluster} was made by PostgreSQL {found}; this Donbay uses PostgreSQL {MAJOR} and "
            "leaves it untouched. Way out: make a backup with the older Donbay (pg_dump), rename "
            "this folder, start again and restore the backup; or set DATABASE_URL to a "
            f"PostgreSQL {found} server.",
        )


def create_cluster(cluster: Path, programs: Programs) -> None:
    """Create the cluster in a side folder and rename it, so that it is there whole or not."""
    for left_over in cluster.parent.glob(f"{cluster.name}.new-*"):
        shutil.rmtree(left_over)
    side = cluster.with_name(f"{cluster.name}.new-{os.getpid()}")
    side.mkdir()
    programs.own(side)
    done = programs.run(
        "initdb",
        f"--pgdata={side}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--no-locale",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
    )
    if done.returncode:
        raise OperatorError(
            f"Không tạo được cơ sở dữ liệu tại {cluster}:\n{done.stderr}",
            f"Could not create the database in {cluster}; see the lines above.",
        )
    with (side / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists = 'app.conf'\n")
    side.rename(cluster)
    _sync_folder(cluster.parent)


def write_settings(
    cluster: Path, programs: Programs, socket_dir: Path, extra: Mapping[str, str]
) -> None:
    """Rewrite app.conf, which overrides postgresql.conf."""
    place = {
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "port": PORT,
    }
    lines = [f"{name} = '{value}'\n" for name, value in {**SETTINGS, **place, **extra}.items()]
    conf = cluster / "app.conf"
    conf.write_text("".join(lines))
    if programs.account:
        os.chown(conf, programs.account.uid, programs.account.gid)


def make_socket_dir(cluster: Path, programs: Programs) -> Path:
    """Create the folder of the socket, straight under the temp dir: a socket path has 107 bytes."""
    folder = _temp_dir() / f"donbay-{short_hash(cluster)}"
    owner = programs.account.uid if programs.account else os.getuid()
    if not folder.exists():
        folder.mkdir(mode=0o700)
        programs.own(folder)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise OperatorError(
            f"Thư mục {folder} thuộc người dùng khác hoặc mở cho người khác. Hãy xoá nó.",
            f"{folder} belongs to somebody else or is open to others. Remove it.",
        )
    return folder


def remove_leftovers(cluster: Path, socket_dir: Path) -> None:
    """Remove what a killed server leaves; each of these would stop the next start."""
    socket = socket_dir / f".s.PGSQL.{PORT}"
    for path in (cluster / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        path.unlink(missing_ok=True)


def _temp_dir() -> Path:
    """Return the temp dir, or /tmp where that one is too long or private."""
    folder = Path(tempfile.gettempdir()).resolve()
    private = running_as_root() and not open_to_others(folder)
    return Path("/tmp") if private or len(str(folder)) > LONGEST_SOCKET_DIR else folder  # noqa: S108 - checked for its owner above


def _sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

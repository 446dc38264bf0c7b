"""Intake: form posts over HTTP until each is durable, then until customer and event exist.

Run: python -m bench.intake [--seconds 10] [--connections 128] [--workers 2]

Prints one JSON object a line. wrk posts a lead form with a fresh one-time id each time to the
edge's workers (one a core) on a PostgreSQL of this run alone (fsync and synchronous_commit on);
every 303 is a committed capture, which is counted afterwards. Then as many worker processes turn
them into customers, as `donbay serve` has them do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import psycopg

from bench.edge_parts import (
    REPOSITORY,
    WRK,
    cpu_seconds,
    free_port,
    load,
    peak_rss_mb,
    running,
    say,
)
from donbay.core.postgres import EmbeddedPostgres
from donbay.core.secrets import load_secrets
from donbay.edge.once import OnceIds

ACKNOWLEDGED, PROCESSED, P99_MS = 6_000, 3_000, 100
IDS_A_SECOND = 15_000
# Each is one step in an index. Counting what waits took a third of the database's time, which the
# worker then did not have.
_ANY_DONE = "SELECT 1 FROM intake_capture WHERE state = 'done' AND kind = 'form' LIMIT 1"
_DONE = "SELECT count(*) FROM intake_capture WHERE state = 'done' AND kind = 'form'"
_LAST_WAITING = """
    SELECT 1 FROM intake_capture WHERE state = 'new' AND kind = 'form'
    ORDER BY workspace_id DESC, id DESC LIMIT 1
"""
_SEED = """
import django, json
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from donbay.accounts.actions import create_workspace
from donbay.core.types import Actor
from donbay.kit.clock import utcnow
from donbay.sites.actions import create_page, publish_page
settings = {"address": "12 Nguyễn Huệ", "phone": "02838221234", "tax_code": "0312345678"}
shop = create_workspace(slug="bench", name="Bench", now=utcnow(), settings=settings)
actor = Actor.system(getattr(shop, "id", shop))
page = create_page(actor=actor, now=utcnow(), template="ebook", name="Bench")
page = publish_page(actor=actor, now=utcnow(), page_id=page.id)
from donbay.sites.queries import load_specs
specs = load_specs(actor.workspace_id, {(page.id, page.published_version)})
(forms,) = specs.values()
print(json.dumps([str(page.id), page.slug, next(iter(forms))]))
"""
_LUA = """
local ids = {{}}
for line in io.lines("{ids}") do ids[#ids + 1] = line end
local n = 0
local headers = {{
  ["Host"] = "bench.localhost:{port}",
  ["Content-Type"] = "application/x-www-form-urlencoded",
  ["User-Agent"] = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36",
  ["Accept-Language"] = "vi",
}}
request = function()
  n = n + 1
  local body = "client_id=" .. ids[n] .. "&_ctx=&_v=1&company_website=&consent=1"
    .. "&name=Nguy%E1%BB%85n+Th%E1%BB%8B+Lan&email=khach" .. n .. "%40example.vn"
  return wrk.format("POST", "{path}", headers, body)
end
"""


def prepare(url: str, folder: Path) -> tuple[str, str]:
    """Migrate, publish a page; return its id and its form's."""
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "DONBAY_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "donbay.app.settings",
    }
    printed = subprocess.run(
        [sys.executable, "-c", _SEED], cwd=REPOSITORY, env=environ, check=True,
        stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    page, _, form = json.loads(printed.strip().splitlines()[-1])
    return page, form


def write_script(folder: Path, port: int, page: str, form: str, count: int) -> Path:
    """Write wrk's script and as many one-time ids as it may need."""
    once, key = OnceIds(load_secrets(folder).link), UUID(page).bytes
    ids = folder / "ids"
    ids.write_text("\n".join(once.mint(key) for _ in range(count)))
    script = folder / "post.lua"
    script.write_text(_LUA.format(ids=ids, port=port, path=f"/_f/{page}/{form}"))
    return script


def number(url: str, query: str) -> int:
    """Return one number."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def measure(seconds: int, connections: int, workers: int) -> bool:
    """Run the whole benchmark; return whether every limit was reached."""
    folder = Path(tempfile.mkdtemp(prefix="donbay-bench-intake-"))
    folder.chmod(0o711)
    postgres = EmbeddedPostgres(folder)
    try:
        url = postgres.start()
        durable = dict(_settings(url))
        say(name="intake.durability", **durable)
        page, form = prepare(url, folder)
        return _measure(url, folder, page, form, seconds, connections, workers)
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _settings(url: str) -> list[tuple[str, str]]:
    query = "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit')"
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def _measure(
    url: str, folder: Path, page: str, form: str, seconds: int, connections: int, workers: int
) -> bool:
    port = free_port()
    environ = {
        "DATABASE_URL": url,
        "DONBAY_DATA_DIR": str(folder),
        "DONBAY_EDGE_PORT": str(port),
        "DONBAY_APP_PORT": str(free_port()),
        "DONBAY_EDGE_ADDRESS_RATE": "0",
        "DONBAY_EDGE_SHOP_RATE": "0",
        "DONBAY_EDGE_WORKERS": str(workers),
        "DONBAY_LOG_LEVEL": "WARNING",
    }
    script = write_script(folder, port, page, form, (seconds + 2) * IDS_A_SECOND)
    with running([sys.executable, "-m", "donbay.edge.main"], port, environ) as edge:
        time.sleep(1)
        before = cpu_seconds(edge.pid)
        rate, p99, wrong = load(
            f"http://127.0.0.1:{port}/", seconds=seconds, connections=connections, script=script
        )
        rss, cpu = peak_rss_mb(edge.pid), cpu_seconds(edge.pid) - before
    kept = number(url, "SELECT count(*) FROM intake_capture WHERE kind = 'form'")
    spooled = sum(p.read_bytes().count(b"\n") for p in (folder / "edge").glob("spool/*.spool"))
    say(
        name="intake.acknowledged", figure=round(rate), unit="posts/s", limit=ACKNOWLEDGED,
        p99_ms=round(p99, 1), p99_limit_ms=P99_MS, captures=kept, spooled=spooled, wrong=wrong,
        cpu_us=round(cpu / max(kept, 1) * 1e6), peak_rss_mb=rss, size=kept, connections=connections,
        workers=workers,
    )  # fmt: skip
    processed, memory, busy = _process(environ, url, workers)
    say(
        name="intake.processed", figure=round(processed), unit="captures/s", limit=PROCESSED,
        customers=number(url, "SELECT count(*) FROM customers_customer"),
        events=number(url, "SELECT count(*) FROM log_event WHERE kind = 'form.submitted'"),
        cpu_us=round(busy / kept * 1e6), peak_rss_mb=memory, size=kept,
        workers=workers,
    )  # fmt: skip
    return rate >= ACKNOWLEDGED and processed >= PROCESSED and p99 <= P99_MS and not wrong


def _process(environ: dict[str, str], url: str, workers: int) -> tuple[float, int, float]:
    """Let workers go on until nothing waits; return captures a second, memory, processor seconds.

    The rate counts from the end of the first batch: loading the program is not part of it.
    Memory is that of the biggest worker, processor time that of all.
    """
    command = [sys.executable, "-m", "donbay", "worker", "--only", "intake"]
    with ExitStack() as ending, psycopg.connect(url, autocommit=True) as watching:
        pids = []
        for _ in range(workers):
            worker = subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, **environ})
            ending.callback(worker.wait, 20)
            ending.callback(worker.terminate)
            pids.append(worker.pid)
        while not watching.execute(_ANY_DONE).fetchone():
            time.sleep(0.02)
        ((early,),) = watching.execute(_DONE)
        begun, before = time.monotonic(), sum(map(cpu_seconds, pids))
        while watching.execute(_LAST_WAITING).fetchone():
            time.sleep(0.05)
        took = time.monotonic() - begun
        busy = sum(map(cpu_seconds, pids)) - before
        ((all_done,),) = watching.execute(_DONE)
        return (all_done - early) / took, max(map(peak_rss_mb, pids)), busy


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench.intake")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    if WRK is None:
        say(name="intake", missing="wrk (Debian package wrk)")
        return 0
    return 0 if measure(given.seconds, given.connections, given.workers) else 1


if __name__ == "__main__":
    sys.exit(main())

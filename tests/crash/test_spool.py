"""PostgreSQL stopped, 500 forms posted, the edge killed by -9, both restarted: 500 customers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from donbay.core.paths import REPOSITORY
from donbay.core.postgres import EmbeddedPostgres
from tests.edge.visits import form_of, open_page
from tests.harness import EdgeProcess, WorkerProcess, a_data_dir, free_port

pytestmark = pytest.mark.slow

FORMS = 500
PATIENCE = 60.0
_FORMS: LiteralString = "SELECT count(*) FROM intake_capture WHERE kind = 'form'"
_CUSTOMERS: LiteralString = "SELECT count(*) FROM customers_customer"
_SEED = """
import django, json
django.setup()
from tests.sites.builders import a_published_page, a_shop
shop = a_shop()
print(json.dumps([shop.slug, a_published_page(shop).slug]))
"""


def in_process(url: str, data_dir: Path, *arguments: str) -> str:
    """Run Python with our settings and return what it prints."""
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "DONBAY_DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "donbay.app.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, env=environ, check=True,
        stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip


def until(found: Any, wanted: Any, ask: Any) -> Any:
    """Ask again until the answer is the wanted one or patience ends; return the last answer."""
    deadline = time.monotonic() + PATIENCE
    while found != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
        found = ask()
    return found


def count(url: str, query: LiteralString) -> int:
    """Return one number."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def test_forms_posted_without_a_database_survive_a_killed_edge(cluster_home: Path) -> None:
    postgres = EmbeddedPostgres(cluster_home)
    url = postgres.start()
    with a_data_dir() as data_dir:
        try:
            in_process(url, data_dir, "-m", "donbay", "migrate")
            slug, page = json.loads(in_process(url, data_dir, "-c", _SEED))
            run(postgres, url, data_dir, slug, f"/{page}")
        finally:
            postgres.stop()


def run(postgres: EmbeddedPostgres, url: str, data_dir: Path, slug: str, path: str) -> None:
    """Post while the database is stopped, kill, restart, and count."""
    port = str(free_port())
    edge = EdgeProcess(url, data_dir, DONBAY_EDGE_PORT=port)
    with edge, ThreadPoolExecutor(8) as pool:
        assert open_page(edge, slug, path).status_code == 200
        postgres.stop()

        def post(number: int) -> int:
            action, hidden = form_of(edge.request("GET", slug, path).text)
            values = {"name": f"Khách {number}", "email": f"khach{number}@example.vn"}
            return edge.request("POST", slug, action, data={**hidden, **values}).status_code

        answers = list(pool.map(post, range(FORMS)))
        assert answers == [303] * FORMS
        health = edge.health()
        assert health["database"] == "away"
        assert health["spool_rows"] >= FORMS  # view counts wait there too
        edge.kill()
        (spooled,) = (data_dir / "edge" / "spool").glob("*.spool")
        with spooled.open("ab") as handle:
            handle.write(spooled.read_bytes()[:70])  # a line torn by the crash

    postgres.start()
    with EdgeProcess(url, data_dir, DONBAY_EDGE_PORT=port) as again:
        assert until(None, 0, lambda: again.health()["spool_rows"]) == 0
        assert count(url, _FORMS) == FORMS
        assert list((data_dir / "edge" / "spool").glob("*.spool")) == []
        with WorkerProcess(url, data_dir, only="intake"):
            found = until(None, FORMS, lambda: count(url, _CUSTOMERS))
        assert found == FORMS

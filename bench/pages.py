"""Pages: a published 39 kB page with a form, one worker, against nginx with the same bytes.

Run: python -m bench.pages [--seconds 5] [--connections 32]

Prints one JSON object a line. nginx serves a file with one worker and sendfile in the same run; the
bare handler is the edge's own server around an application that only returns the bytes. The edge
makes a one-time id for every view; with gzip it also puts the stream's pieces together.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from bench.edge_parts import WRK, cpu_seconds, free_port, load, peak_rss_mb, running, say
from donbay.edge.listening import serve
from donbay.edge.types import Publication, Shop

SIZE = 39_000
LIMIT = 0.40
SLUG = "bench"
_NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def a_document() -> bytes:
    """Return a page of 39 kB of text that packs like text, with one form."""
    words = ["Sen", "Skincare", "chăm", "sóc", "da", "dịu", "nhẹ", "mỗi", "ngày", "cùng", "bạn"]
    filler = "".join(
        f'<p class="c{n % 7}">{" ".join(words[(n * k) % len(words)] for k in range(1, 9))} {n}</p>'
        for n in range(700)
    ).encode()
    form = (
        b'<form method="post"><input name="client_id" value="__DONBAY_ONCE__">'
        b'<input name="_ctx" value="__DONBAY_CTX__"></form>'
    )
    half = SIZE // 2
    return filler[:half] + form + filler[half : SIZE - len(form)]


def write_bundle(folder: Path, document: bytes) -> None:
    """Put a page where the edge finds it without a database."""
    page = uuid.uuid4()
    publication = Publication(
        1, page, "/p.html", 1, document, "default-src 'none'", {}, {}, "shell"
    )
    bundles = folder / "edge" / "bundles"
    (bundles / "1").mkdir(parents=True)
    shop = {**asdict(Shop(1, SLUG, "Bench")), "stopped": []}
    (bundles / "shops.json").write_bytes(orjson.dumps([shop]))
    fields = {**asdict(publication), "html": document.decode()}
    (bundles / "1" / f"{page}.json").write_bytes(orjson.dumps(fields))


def write_nginx(folder: Path, port: int, document: bytes) -> Path:
    """Return nginx's configuration for one worker and the same bytes."""
    (folder / "www").mkdir()
    (folder / "www" / "p.html").write_bytes(document)
    (folder / "www" / "p.html.gz").write_bytes(gzip.compress(document, 9))
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} worker_processes 1; daemon off; pid {folder}/nginx.pid;"
        f" error_log {folder}/nginx.err; events {{ worker_connections 1024; }}"
        " http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;"
        " gzip_static on; default_type text/html;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}"
    )
    return config


class Bare:
    """An application that returns the same bytes to everybody."""

    def __init__(self, document: bytes) -> None:
        self._document = document
        self._headers = [("content-type", "text/html; charset=utf-8")]

    async def start(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""

    async def __rsgi__(self, scope: Any, exchange: Any) -> None:
        """Answer."""
        exchange.response_bytes(200, self._headers, self._document)


def measure(seconds: int, connections: int) -> bool:
    """Measure edge, nginx and the bare handler in turn, twice; return whether the limit holds."""
    folder = Path(tempfile.mkdtemp(prefix="donbay-bench-pages-"))
    document = a_document()
    write_bundle(folder, document)
    edge, bare, nginx = free_port(), free_port(), free_port()
    environ = {
        "DATABASE_URL": "postgresql://donbay@/donbay?host=%2Fnowhere",
        "DONBAY_DATA_DIR": str(folder),
        "DONBAY_EDGE_PORT": str(edge),
        "DONBAY_APP_PORT": str(free_port()),
        "DONBAY_LOG_LEVEL": "ERROR",
    }
    me = [sys.executable, "-m", "bench.pages", "--bare", str(bare)]
    peer = [_NGINX or "nginx", "-c", str(write_nginx(folder, nginx, document))]
    with (
        running([sys.executable, "-m", "donbay.edge.main"], edge, environ) as served,
        running(me, bare) as plain,
        running(peer, nginx) as other,
    ):
        ports = {"edge": edge, "nginx": nginx, "bare": bare}
        pids = {"edge": served.pid, "nginx": other.pid, "bare": plain.pid}
        ok = True
        for name, headers in (("pages", {}), ("pages.gzip", {"Accept-Encoding": "gzip"})):
            found = _rounds(ports, pids, {"Host": f"{SLUG}.localhost", **headers}, seconds,
                            connections)  # fmt: skip
            rates = {who: max(run.rate for run in runs) for who, runs in found.items()}
            cpu = {who: min(run.cpu_us for run in runs) for who, runs in found.items()}
            ratio = rates["edge"] / rates["nginx"]
            say(
                name=name, figure=round(rates["edge"]), unit="pages/s", peer=round(rates["nginx"]),
                peer_name="nginx, one worker", ratio=round(ratio, 3), ratio_limit=LIMIT,
                bare_handler=round(rates["bare"]),
                bare_ratio=round(rates["bare"] / rates["nginx"], 3),
                cpu_us={who: round(used, 1) for who, used in cpu.items()},
                p99_ms=round(min(run.p99_ms for run in found["edge"]), 2),
                wrong="; ".join(filter(None, (run.wrong for run in found["edge"]))),
                peak_rss_mb=peak_rss_mb(served.pid), size=len(document), connections=connections,
            )  # fmt: skip
            ok = ok and (name != "pages" or ratio >= LIMIT)
    shutil.rmtree(folder, ignore_errors=True)
    return ok


@dataclass(frozen=True, slots=True)
class Run:
    """One turn of wrk at one server; `cpu_us` is the server's processor time an answer."""

    rate: float
    p99_ms: float
    cpu_us: float
    wrong: str


def _rounds(
    ports: Mapping[str, int],
    pids: Mapping[str, int],
    headers: Mapping[str, str],
    seconds: int,
    connections: int,
) -> dict[str, list[Run]]:
    """Ask each server in turn, three times round, so that a noisy moment hits them alike."""
    found: dict[str, list[Run]] = {who: [] for who in ports}
    for _ in range(3):
        for who, port in ports.items():
            before = cpu_seconds(pids[who])
            rate, p99, wrong = load(
                f"http://127.0.0.1:{port}/p.html", seconds=seconds, connections=connections,
                headers=headers,
            )  # fmt: skip
            used = (cpu_seconds(pids[who]) - before) / (rate * seconds) * 1e6
            found[who].append(Run(rate, p99, used, wrong))
    return found


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--bare", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bare:
        serve(lambda: Bare(a_document()), ["127.0.0.1"], given.bare)
        return 0
    for program, package in ((WRK, "wrk"), (_NGINX, "nginx")):
        if program is None:
            say(name="pages", missing=f"{package} (Debian package {package})")
            return 0
    return 0 if measure(given.seconds, given.connections) else 1


if __name__ == "__main__":
    sys.exit(main())

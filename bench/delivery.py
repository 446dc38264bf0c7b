"""Delivery: a campaign of personalised 30 kB mails into a local SMTP sink, all states recorded.

Run: python -m bench.delivery [--size 100000] [--workers 2] [--sink both|quick|debian]

Prints one JSON object a line. The peer is a bare loop of pipelined sockets that sends one prebuilt
mail of the same length again and again over as many connections, to the same sink, in the same run,
before the campaign and after it. As under `serve` on two cores, two processes deliver and divide
the connections; memory is that of the bigger one. The rate counts from the first claim until the
last outcome is in the database.

It runs once into Debian's smtp-sink where that is installed, and once into `bench.sink`. The
first looks at every byte by itself and fills a core with some 3,000 of these mails a second, less
than the limit, whoever sends them; the second looks for the end mark as a whole.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SMTP_SINK = "/usr/sbin/smtp-sink"
LIMIT_PER_SECOND, LIMIT_RATIO, LIMIT_RSS_MB = 4_000, 0.40, 200
CHUNK = 2_000


def say(**figures: object) -> None:
    """Print one result."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_sink(kind: str) -> Iterator[tuple[int, int]]:
    """Run a sink and give its port and process id."""
    if kind == "quick":
        command = [sys.executable, "-m", "bench.sink"]
        sink = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert sink.stdout is not None
        port = int(sink.stdout.readline())
    else:
        port = free_port()
        as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
        sink = subprocess.Popen([SMTP_SINK, *as_user, f"127.0.0.1:{port}", "512"], text=True)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    try:
        yield port, sink.pid
    finally:
        sink.kill()
        sink.wait()


def cpu_seconds(pid: int, *, with_children: bool = False) -> float:
    """Return the processor time of a process, or of it and all it has started."""
    fields = _stat(pid)
    ticks = int(fields[11]) + int(fields[12])
    if with_children:
        ticks += int(fields[13]) + int(fields[14])
        for other in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                child = _stat(int(other.name))
                ticks += (int(child[11]) + int(child[12])) * (int(child[1]) == pid)
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def postmaster_of(folder: Path) -> int:
    """Return the process id of the server below a folder."""
    return int(next(folder.rglob("postmaster.pid")).read_text().split()[0])


@contextmanager
def own_postgres() -> Iterator[tuple[Path, str]]:
    """Run a PostgreSQL of this run alone, durable as in a shop, and give its folder and URL."""
    from donbay.core.postgres import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="donbay-bench-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder)
    try:
        yield folder, server.start()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def bare_loop(port: int, mail: bytes, count: int, connections: int) -> float:
    """Return the mails a second of sockets and nothing else."""
    envelope = b"MAIL FROM:<a@bench.vn> BODY=8BITMIME\r\nRCPT TO:<b@bench.vn>\r\nDATA\r\n"
    content = mail.replace(b"\r\n.", b"\r\n..") + b".\r\n"
    links = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    for link in links:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.recv(1000)
        link.sendall(b"EHLO bench\r\n")
        link.recv(4000)
        link.sendall(envelope)
    events, by_number = select.epoll(), {link.fileno(): link for link in links}
    for number in by_number:
        events.register(number, select.EPOLLIN)
    lines = dict.fromkeys(by_number, 0)
    left = dict.fromkeys(by_number, count // connections)
    needed = dict.fromkeys(by_number, 3)
    both = content + envelope
    started, talking = time.perf_counter(), connections
    while talking:
        for number, _ in events.poll():
            link = by_number[number]
            lines[number] += link.recv(4096).count(b"\n")
            if lines[number] < needed[number]:
                continue
            lines[number] = 0
            needed[number] = 4 if left[number] > 1 else 1
            if left[number] == 0:
                events.unregister(number)
                talking -= 1
                continue
            left[number] -= 1
            link.sendall(both if left[number] else content)
    took = time.perf_counter() - started
    for link in links:
        link.close()
    return (count // connections) * connections / took


def campaign_tree() -> dict[str, object]:
    """Return an e-mail of about 30 kB of HTML with ten personal places and eight links."""
    text = (
        "<p>Chị {{ given_name | default('bạn') }} ơi, tháng này Sen có <b>bộ chăm sóc da</b> mới: "
        "sữa rửa mặt dịu nhẹ, tinh chất rau má và kem chống nắng nâng tông, giao tận {{ address "
        "| default('nhà') }}. Đọc thêm <a href='https://sen.example/bai-viet/%d'>ở đây</a>.</p>"
    )
    blocks: list[dict[str, object]] = [
        {"type": "heading", "text": "Chào {{ full_name | default('bạn') }}!"}
    ]
    for number in range(5):
        blocks += [
            {"type": "text", "html": text % number},
            {"type": "divider"},
            {"type": "product", "name": f"Tinh chất {number}", "price": "350.000 ₫",
             "url": f"https://sen.example/p/{number}", "image": f"/media/{number:064x}"},
        ]  # fmt: skip
    filler = "<p>" + "Thành phần lành tính, phù hợp da nhạy cảm, đã kiểm nghiệm. " * 5 + "</p>"
    blocks += [{"type": "text", "html": filler} for _ in range(18)]
    blocks.append({"type": "voucher"})
    return {"version": 1, "blocks": blocks}


def prepare(size: int) -> tuple[int, float]:
    """Make a shop, its customers with consent, a content; return the shop and enqueue seconds."""
    from django.db import transaction

    from donbay.accounts.actions import create_workspace
    from donbay.core.types import Actor
    from donbay.customers.actions import record_consents, upsert_people
    from donbay.customers.types import ConsentInput, PersonInput
    from donbay.kit.clock import utcnow
    from donbay.messaging.actions import create_content, enqueue_messages
    from donbay.messaging.types import NewMessage

    now = utcnow()
    settings = {"email": "chao@sen.example", "phone": "0900000000", "address": "1 Tràng Tiền",
                "website": "https://sen.example"}  # fmt: skip
    shop = create_workspace(slug="sen", name="Sen", now=now, is_demo=False, settings=settings)
    actor, ids = Actor.system(shop), []
    for start in range(0, size, CHUNK):
        given = [
            PersonInput(full_name=f"Nguyễn Thị Lan {n}", email=f"k{n}@bench.example")
            for n in range(start, min(start + CHUNK, size))
        ]
        with transaction.atomic():
            made = upsert_people(actor=actor, now=now, people=given, overwrite=False)
            part = [person.customer_id for person in made]
            agreed = [
                ConsentInput(id_, "advertising", "email", granted=True, method="import")
                for id_ in part
            ]
            record_consents(actor=actor, now=now, consents=agreed)
        ids += part
    content = create_content(
        actor=actor, now=now, name="Bench", subject="Quà cho {{ given_name }}", preview="Quà",
        purpose="advertising", tree=campaign_tree(),
    )  # fmt: skip
    started = time.perf_counter()
    for start in range(0, size, CHUNK):
        messages = [
            NewMessage(shop, "advertising", id_, content.id, "campaign", content.id, now,
                       extra={"voucher_code": f"SEN{start}"})
            for id_ in ids[start : start + CHUNK]
        ]  # fmt: skip
        with transaction.atomic():
            enqueue_messages(now=now, messages=messages)
    return shop, time.perf_counter() - started


def work() -> None:
    """Be a worker: at a word on stdin deliver until nothing is left, then say when and how big."""
    import django

    django.setup()
    from donbay.core.interpreter import calm_collector, share_in_short_turns
    from donbay.messaging.jobs import close_engine, deliver_once

    calm_collector()
    share_in_short_turns()
    booted = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    say(ready=True)
    sys.stdin.readline()
    began = time.monotonic()
    half = 0
    while True:
        if deliver_once():
            half = half or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        elif not any_left():
            break
    ended = time.monotonic()
    close_engine()
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - booted
    say(began=began, ended=ended, early_kb=half, peak_kb=used.ru_maxrss, cpu=cpu)


def any_left() -> bool:
    """Tell whether a message waits or is on its way."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM messaging_outbox WHERE state = 'ready') "
            "OR EXISTS (SELECT FROM messaging_outbox WHERE state = 'sending')"
        )
        (left,) = cursor.fetchone()
        return bool(left)


@dataclass(frozen=True, slots=True)
class Spent:
    """What the workers needed together; memory is that of the biggest one."""

    seconds: float
    cpu_seconds: float
    early_kb: int
    peak_kb: int


def deliver(count: int) -> Spent:
    """Let some workers deliver side by side, all from one moment on."""
    command = [sys.executable, "-m", "bench.delivery", "--worker"]
    workers = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DONBAY_DELIVERY_SHARE": f"{number}/{count}"},
        )
        for number in range(1, count + 1)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    said = []
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        out, _ = worker.communicate()
        if worker.returncode:
            raise SystemExit(f"a worker ended with {worker.returncode}")
        said.append(json.loads(out.strip().splitlines()[-1]))
    return Spent(
        seconds=max(one["ended"] for one in said) - min(one["began"] for one in said),
        cpu_seconds=sum(one["cpu"] for one in said),
        early_kb=max(one["early_kb"] for one in said),
        peak_kb=max(one["peak_kb"] for one in said),
    )


def sample_mail(shop: int) -> bytes:
    """Return one of the mails as it goes over the wire, for the bare loop."""
    from donbay.customers.queries import list_customers
    from donbay.customers.types import CustomerFilter
    from donbay.kit.clock import utcnow
    from donbay.messaging.delivery.claim import Claim, Claimed, boottime
    from donbay.messaging.delivery.rendering import (
        ContentCache,
        Ready,
    )
    from donbay.messaging.delivery.rendering import (
        prepare as prepare_batch,
    )
    from donbay.messaging.queries import (
        find_account,
        list_contents,
        workspace_of,
    )

    workspace = workspace_of(shop)
    (row,), _ = list_customers(shop, CustomerFilter(), limit=1)
    message = Claimed(
        1, 1, row.profile.id, list_contents(shop)[0].id, str(row.profile.email),
        {"voucher_code": "SEN0"},
    )  # fmt: skip
    claim = Claim(workspace, find_account(workspace), utcnow(), (message,), boottime() + 60, 1)
    batch = prepare_batch(claim, ContentCache())
    ready = batch.compiled(message)
    if not isinstance(ready, Ready):
        raise SystemExit(f"the content does not compile: {ready}")
    html = len(batch.readable(message, ready).html.encode())
    mail = batch.mime(message, ready, eight_bit=True)
    say(name="delivery.mail", figure=html, unit="bytes of HTML", wire_bytes=len(mail), limit=30_000)
    return mail


def count_states() -> dict[str, int]:
    """Count outbox rows by state."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM messaging_outbox GROUP BY state ORDER BY state")
        return dict(cursor.fetchall())


def measure(size: int, connections: int, kind: str, workers: int) -> bool:
    """Run the whole benchmark; returns whether every limit was reached."""
    import django

    with running_sink(kind) as (port, sink), own_postgres() as (folder, url):
        os.environ["DATABASE_URL"] = url
        os.environ["DONBAY_DATA_DIR"] = str(folder)
        os.environ["SMTP_URL"] = f"smtp://127.0.0.1:{port}?connections={connections}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "donbay.app.settings")
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE name IN ('fsync','synchronous_commit')"
            )
            say(name="delivery.durability", **dict(cursor.fetchall()))
        shop, enqueue_seconds = prepare(size)
        say(name="delivery.enqueue", figure=round(size / enqueue_seconds), unit="messages/s",
            size=size)  # fmt: skip
        mail = sample_mail(shop)
        if kind == "quick":
            say_of_debian(mail, min(size, 20_000), connections)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        connection.close()
        before = bare_loop(port, mail, min(size, 20_000), connections)
        server = postmaster_of(folder)
        sink_before, server_before = cpu_seconds(sink), cpu_seconds(server, with_children=True)
        spent = deliver(workers)
        time.sleep(0.5)  # until the server has counted the backends that have ended
        sink_cpu = cpu_seconds(sink) - sink_before
        server_cpu = cpu_seconds(server, with_children=True) - server_before
        after = bare_loop(port, mail, min(size, 20_000), connections)
        states = count_states()
    rate, bare = size / spent.seconds, (before + after) / 2
    rss = spent.peak_kb / 1024
    say(
        name="delivery", figure=round(rate), unit="messages/s", limit=LIMIT_PER_SECOND,
        peer=round(bare), peer_name="bare pipelined socket loop", ratio=round(rate / bare, 3),
        ratio_limit=LIMIT_RATIO, peak_rss_mb=round(rss), rss_limit_mb=LIMIT_RSS_MB,
        early_rss_mb=round(spent.early_kb / 1024), size=size, connections=connections,
        workers=workers, sink=kind, worker_cpu_us_per_message=round(spent.cpu_seconds / size * 1e6),
        server_cpu_us_per_message=round(server_cpu / size * 1e6),
        sink_cpu_us_per_message=round(sink_cpu / size * 1e6),
        load=round(os.getloadavg()[0], 1), states=states,
    )  # fmt: skip
    complete = states == {"sent": size}
    fast = rate >= LIMIT_PER_SECOND and rate / bare >= LIMIT_RATIO
    return complete and fast and rss <= LIMIT_RSS_MB


def say_of_debian(mail: bytes, count: int, connections: int) -> None:
    """Print what Debian's smtp-sink takes from the bare loop, and its processor time for it."""
    if not Path(SMTP_SINK).exists():
        say(name="delivery.smtp-sink", missing=f"{SMTP_SINK} (Debian package postfix)")
        return
    with running_sink("debian") as (port, pid):
        rate = bare_loop(port, mail, count, connections)
        used = cpu_seconds(pid)
    say(name="delivery.smtp-sink", figure=round(rate), unit="messages/s from the bare loop",
        sink_cpu_us_per_message=round(used / count * 1e6))  # fmt: skip


def _measure_alone(kind: str, given: argparse.Namespace) -> int:
    """Measure one sink in a process of its own: Django opens its database once a process."""
    command = [sys.executable, "-m", "bench.delivery", "--sink", kind]
    sizes = ["--size", str(given.size), "--connections", str(given.connections)]
    sizes += ["--workers", str(given.workers)]
    return subprocess.run([*command, *sizes], check=False).returncode


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench.delivery")
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2, help="processes that deliver")
    parser.add_argument("--sink", choices=("both", "quick", "debian"), default="both")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work()
        return 0
    if given.sink == "both":
        return max([_measure_alone(kind, given) for kind in ("debian", "quick")])
    if given.sink == "debian" and not Path(SMTP_SINK).exists():
        say(name="delivery", missing=f"{SMTP_SINK} (Debian package postfix)")
        return 0
    return 0 if measure(given.size, given.connections, given.sink, given.workers) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Delivery: a campaign of personalised 30 kB mails into a local SMTP sink, all states recorded.

Run: python -m bench.delivery [--size 100000] [--connections 8]

Prints one JSON object a line. The peer is a bare loop of pipelined sockets that sends one prebuilt
mail of the same length again and again over as many connections, to the same sink, in the same run.
The rate counts from the first claim until the last outcome is in the database.
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
from contextlib import contextmanager
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
def running_sink() -> Iterator[int]:
    """Run Debian's smtp-sink and give its port."""
    port = free_port()
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
    sink = subprocess.Popen([SMTP_SINK, *as_user, f"127.0.0.1:{port}", "512"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port
    sink.kill()
    sink.wait()


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
    lines = dict.fromkeys(links, 0)
    left = dict.fromkeys(links, count // connections)
    started, open_links = time.perf_counter(), set(links)
    needed = dict.fromkeys(links, 3)
    while open_links:
        for link in select.select(list(open_links), [], [])[0]:
            lines[link] += link.recv(4096).count(b"\n")
            if lines[link] < needed[link]:
                continue
            lines[link] = 0
            needed[link] = 4 if left[link] > 1 else 1
            if left[link] == 0:
                open_links.discard(link)
                continue
            left[link] -= 1
            link.sendall(content + envelope if left[link] else content)
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
    """Be the worker: deliver until nothing is left, then say how long and how big."""
    import django

    django.setup()
    from donbay.messaging.jobs import close_engine, deliver_once

    booted = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    started = time.perf_counter()
    half = 0
    moved = 0
    while count := deliver_once():
        moved += count
        if not half:
            half = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = time.perf_counter() - started
    close_engine()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - booted
    print(json.dumps({"took": took, "early_kb": half, "peak_kb": peak, "cpu": cpu}))


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
    claim = Claim(workspace, utcnow(), (message,), boottime() + 60, 1)
    batch = prepare_batch(claim, find_account(workspace), ContentCache())
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


def measure(size: int, connections: int) -> bool:
    """Run the whole benchmark; returns whether every limit was reached."""
    import django

    with running_sink() as port, own_postgres() as (folder, url):
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
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        connection.close()
        before = bare_loop(port, mail, min(size, 20_000), connections)
        worker = subprocess.run(
            [sys.executable, "-m", "bench.delivery", "--worker"],
            stdout=subprocess.PIPE, check=True, text=True,
        )  # fmt: skip
        after = bare_loop(port, mail, min(size, 20_000), connections)
        result = json.loads(worker.stdout.strip().splitlines()[-1])
        states = count_states()
    rate, bare = size / result["took"], (before + after) / 2
    rss = result["peak_kb"] / 1024
    say(
        name="delivery", figure=round(rate), unit="messages/s", limit=LIMIT_PER_SECOND,
        peer=round(bare), peer_name="bare pipelined socket loop", ratio=round(rate / bare, 3),
        ratio_limit=LIMIT_RATIO, peak_rss_mb=round(rss), rss_limit_mb=LIMIT_RSS_MB,
        early_rss_mb=round(result["early_kb"] / 1024), size=size, connections=connections,
        worker_cpu_us_per_message=round(result["cpu"] / size * 1e6), states=states,
    )  # fmt: skip
    complete = states == {"sent": size}
    return complete and rate >= LIMIT_PER_SECOND and rate / bare >= LIMIT_RATIO and rss <= 200


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench.delivery")
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work()
        return 0
    if not Path(SMTP_SINK).exists():
        say(name="delivery", missing=f"{SMTP_SINK} (Debian package postfix)")
        return 0
    return 0 if measure(given.size, given.connections) else 1


if __name__ == "__main__":
    sys.exit(main())

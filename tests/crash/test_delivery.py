"""2,000 mails, a real SMTP server, and a worker killed by -9 again and again."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from donbay.accounts.actions import create_workspace
from donbay.customers.types import PersonInput
from donbay.kit.clock import utcnow
from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages
from tests.factories.people import Shop, people
from tests.harness.sink import MailSink, a_sink
from tests.messaging.builders import a_content, a_message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MAILS = 2_000
KILLS = 20
CONNECTIONS = 4
WINDOW = 8
DRAINED_WITHIN_SECONDS = 60
PATIENCE_SECONDS = 90  # a worker may start slowly on a busy machine; it is no part of the claim

_WORKER = """
import django
django.setup()
from donbay.app.worker import main
main(("delivery",))
"""
_ID = re.compile(r"<donbay\.(\d+)@")


@dataclass
class RunningSink:
    """The mail server beside the test."""

    server: MailSink
    log: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def open(self) -> int:
        """Ask how many messages are between 354 and their answer."""
        with socket.create_connection(("127.0.0.1", self.server.status_port), 5) as asked:
            return int(asked.recv(100) or b"0")

    def accepted(self) -> Counter[int]:
        """Count what the server wrote down, by message."""
        lines = self.log.read_text().splitlines()
        return Counter(int(found.group(1)) for line in lines if (found := _ID.match(line)))


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[RunningSink]:
    log = tmp_path / "accepted.log"
    # Slow, so that on a busy machine too the kills come before the mails run out.
    with a_sink(log, "--delay", "0.1") as server:
        running = RunningSink(server, log)
        yield running
        for worker in running.workers:
            worker.kill()
            worker.wait()


def _start_worker(sink: RunningSink, data_dir: Path) -> subprocess.Popen[bytes]:
    given = connection.settings_dict
    host = str(given["HOST"]).replace("/", "%2F")
    url = f"postgresql://{given['USER']}@/{given['NAME']}?host={host}"
    if given.get("PORT"):
        url += f"&port={given['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "donbay.app.settings",
        "DONBAY_DATA_DIR": str(data_dir),
        "SMTP_URL": f"smtp://127.0.0.1:{sink.server.port}?connections={CONNECTIONS}&window={WINDOW}",
    }
    worker = subprocess.Popen([sys.executable, "-c", _WORKER], env=environment)
    sink.workers.append(worker)
    return worker


def _wait_until_open(sink: RunningSink) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        count = sink.open()
        if count:
            return count
        time.sleep(0.002)
    raise AssertionError(f"the worker sent nothing in {PATIENCE_SECONDS} s")


def _enqueue() -> Shop:
    now = utcnow()
    id_ = create_workspace(slug="sen", name="Sen", now=now, is_demo=False, settings={})
    shop = Shop(id_, "sen")
    given = [PersonInput(full_name=f"Khách {i}", email=f"k{i}@example.vn") for i in range(MAILS)]
    made = people(shop, *given, now=now)
    content = a_content(shop, now=now)
    messages = [a_message(shop, content, person.customer_id, due_at=now) for person in made]
    assert enqueue_messages(now=now, messages=messages) == MAILS
    return shop


def _states(shop: Shop) -> Counter[str]:
    rows = models.Outbox.objects.for_workspace(shop.id)
    return Counter(rows.values_list("state", flat=True))


def test_kills_lose_nothing_and_send_nothing_twice(sink: RunningSink) -> None:
    shop = _enqueue()
    data_dir = Path(settings.DONBAY_CONFIG.data_dir)
    chance = random.Random(20261123)
    kills, unknown_before, unknown_seen = 0, 0, []

    while kills < KILLS:
        worker = _start_worker(sink, data_dir)
        _wait_until_open(sink)
        time.sleep(chance.uniform(0.0, 0.12))
        _wait_until_open(sink)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        kills += 1
        unknown = _states(shop)["unknown"]
        unknown_seen.append(unknown - unknown_before)
        unknown_before = unknown
        assert _states(shop)["ready"] > 0, "the mails ran out before the kills did"
    sink.server.hurry()
    last = _start_worker(sink, data_dir)
    killed_at = time.monotonic()
    while (left := sum(_states(shop)[s] for s in ("ready", "sending", "deferred"))) and (
        time.monotonic() - killed_at < DRAINED_WITHIN_SECONDS
    ):
        time.sleep(0.1)
    took = time.monotonic() - killed_at
    last.terminate()
    assert last.wait(20) == 0

    states, accepted = _states(shop), sink.accepted()
    unknown_seen.append(states["unknown"] - unknown_before)
    print(f"kills={kills} states={dict(states)} unknown per kill={unknown_seen[1:]} {took=:.1f}s")
    by_state = {
        state: set(
            models.Outbox.objects.for_workspace(shop.id)
            .filter(state=state)
            .values_list("id", flat=True)
        )
        for state in ("sent", "unknown")
    }
    assert left == 0
    assert states["sent"] + states["unknown"] == MAILS
    assert [id_ for id_, times in accepted.items() if times > 1] == []
    assert by_state["sent"] <= set(accepted)
    lost = MAILS - len(set(accepted) | by_state["unknown"])
    assert lost == 0
    assert max(unknown_seen) <= CONNECTIONS
    assert sum(unknown_seen) > 0

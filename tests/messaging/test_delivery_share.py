"""Processes that deliver beside each other divide the connections of one mail account."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from donbay.core.config import Share
from donbay.customers.types import PersonInput
from donbay.kit.clock import utcnow
from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.engine import DeliveryEngine
from tests.factories.people import a_shop, people
from tests.messaging.builders import a_content, a_message

MESSAGES = 12


class CountingServer(socketserver.ThreadingTCPServer):
    """An SMTP server that knows how many conversations it has had at once."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.lock = threading.Lock()
        self.open = 0
        self.most = 0


class Conversation(socketserver.StreamRequestHandler):
    """Takes every mail."""

    server: CountingServer

    def handle(self) -> None:
        with self.server.lock:
            self.server.open += 1
            self.server.most = max(self.server.most, self.server.open)
        try:
            self._talk()
        finally:
            with self.server.lock:
                self.server.open -= 1

    def _talk(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        in_data = False
        for line in self.rfile:
            if in_data:
                in_data = line != b".\r\n"
                answer = b"" if in_data else b"250 taken\r\n"
            elif line.startswith(b"EHLO"):
                answer = b"250-hello\r\n250 PIPELINING\r\n"
            elif line.startswith(b"DATA"):
                in_data, answer = True, b"354 go on\r\n"
            else:
                answer = b"250 ok\r\n"
            self.wfile.write(answer)


@contextmanager
def _delivering(tmp_path: Path, connections: int) -> Iterator[tuple[CountingServer, int]]:
    """Give a server that the house sends by, and a shop with messages due."""
    now = utcnow()
    shop = a_shop(is_demo=False)
    made = people(shop, *(PersonInput(full_name="K", email=f"k{n}@x.vn") for n in range(MESSAGES)))
    content = a_content(shop, now=now)
    messages = [a_message(shop, content, one.customer_id, due_at=now) for one in made]
    enqueue_messages(now=now, messages=messages)
    with CountingServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"smtp://127.0.0.1:{server.server_address[1]}?connections={connections}&window=2"
        config = replace(settings.DONBAY_CONFIG, smtp_url=url)
        with override_settings(DONBAY_CONFIG=config):
            yield server, shop.id
        server.shutdown()


def _sent(shop_id: int) -> int:
    return models.Outbox.objects.for_workspace(shop_id).filter(state="sent").count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("connections", "most"), [(5, 3), (4, 2)])
def test_a_process_opens_its_share_of_connections(
    tmp_path: Path, connections: int, most: int
) -> None:
    with _delivering(tmp_path, connections) as (server, shop_id):
        engine = DeliveryEngine(tmp_path, share=Share(1, 2))
        while engine.run_once():
            pass
        engine.close()

        assert _sent(shop_id) == MESSAGES
        assert server.most == most


@pytest.mark.django_db(transaction=True)
def test_a_process_without_a_connection_leaves_the_messages_to_the_others(tmp_path: Path) -> None:
    with _delivering(tmp_path, 1) as (server, shop_id):
        without, with_one = (DeliveryEngine(tmp_path, share=Share(n, 2)) for n in (2, 1))
        assert without.run_once() == 0
        assert (_sent(shop_id), server.most) == (0, 0)

        while with_one.run_once():
            pass
        for engine in (without, with_one):
            engine.close()

        assert (_sent(shop_id), server.most) == (MESSAGES, 1)

"""Two workers on one outbox: each mail leaves once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.crash import test_delivery as deliveries
from tests.crash.test_delivery import RunningSink, sink

__all__ = ["sink"]  # the fixture, for pytest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MAILS = 600
WORKERS = 3


def test_workers_side_by_side_send_each_mail_once(
    sink: RunningSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deliveries, "MAILS", MAILS)
    shop = deliveries._enqueue()
    data_dir = Path(settings.DONBAY_CONFIG.data_dir)

    for _ in range(WORKERS):
        deliveries._start_worker(sink, data_dir)
    deadline = time.monotonic() + deliveries.PATIENCE_SECONDS
    while deliveries._states(shop) != {"sent": MAILS}:
        assert time.monotonic() < deadline, deliveries._states(shop)
        time.sleep(0.1)

    accepted = sink.accepted()
    assert len(accepted) == MAILS
    assert set(accepted.values()) == {1}

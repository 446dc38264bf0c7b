"""A link key that is taken out of its file: nobody is written to until it is back or given up."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from donbay.kit import signing
from donbay.kit.clock import utcnow
from donbay.messaging import jobs, models
from donbay.messaging.actions import enqueue_messages, suppress
from donbay.messaging.queries import count_lost_keys
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content, a_message

pytestmark = pytest.mark.django_db
NOW = utcnow()
OLD, NEW = b"o" * 48, b"n" * 48


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop whose list was hashed by the old key, with a mail that waits for somebody else."""
    monkeypatch.setattr(signing, "_keys", [OLD])
    shop = a_shop()
    suppress(shop.id, ["lan@example.vn"], reason="unsubscribed", scope="marketing", now=NOW)
    mai = a_customer(shop, full_name="Mai", email="mai@example.vn")
    enqueue_messages(now=NOW, messages=[a_message(shop, a_content(shop, now=NOW), mai, due_at=NOW)])
    monkeypatch.setattr(jobs, "_LOOK_EVERY_SECONDS", 0.0)
    yield shop
    jobs.close_engine()


def state(shop: Shop) -> str:
    return models.Outbox.objects.for_workspace(shop.id).get().state


def test_nothing_is_sent_while_a_key_is_missing_and_the_operator_is_told(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(signing, "_keys", [NEW])
    monkeypatch.setattr(jobs, "_keys", jobs._Keys())

    assert [jobs.deliver_once() for _ in range(3)] == [0, 0, 0]

    assert state(shop) == "ready"
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(said) == 1
    assert "forget_lost_link_keys" in said[0]
    assert Client().get("/healthz").json()["link_keys_lost"] == 1

    monkeypatch.setattr(signing, "_keys", [NEW, OLD])
    jobs.deliver_once()
    assert state(shop) == "sent"


def test_a_new_key_above_the_old_ones_is_no_loss(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "_keys", [NEW, OLD])
    suppress(shop.id, ["hoa@example.vn"], reason="bounce", scope="all", now=NOW)
    suppress(shop.id, ["hue@example.vn"], reason="bounce", scope="all", now=NOW)

    assert count_lost_keys() == 0

    monkeypatch.setattr(signing, "_keys", [OLD])  # an old copy of the file put back
    assert count_lost_keys() == 1


def test_who_has_lost_a_key_for_good_may_go_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "_keys", [NEW])
    monkeypatch.setattr(jobs, "_keys", jobs._Keys())
    assert jobs.deliver_once() == 0

    call_command("forget_lost_link_keys")
    jobs.deliver_once()

    assert count_lost_keys() == 0
    assert state(shop) == "sent"


def test_an_installation_from_before_takes_the_keys_it_has_for_those_in_use(shop: Shop) -> None:
    models.SuppressionKey.objects.for_workspace(shop.id).delete()
    a_shop()
    name = "0006_suppression_keys"
    migration = import_module(f"donbay.messaging.migrations.{name}")
    apps = MigrationExecutor(connection).loader.project_state(("messaging", name)).apps

    with connection.schema_editor() as editor:
        migration.note_keys(apps, editor)

    kept = models.SuppressionKey.objects
    assert kept.for_workspace(shop.id).count() == 1
    assert count_lost_keys() == 0

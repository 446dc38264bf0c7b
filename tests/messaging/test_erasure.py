"""An erased customer's address is gone from every message, and is still not written to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from donbay.core.secrets import load_secrets
from donbay.customers.actions import delete_customer, merge_customers
from donbay.kit import signing
from donbay.kit.clock import utcnow
from donbay.kit.mail_tokens import OPEN, Touch, read_token, sign_token
from donbay.messaging import models, queries
from donbay.messaging.actions import enqueue_messages, suppress, unsubscribe
from donbay.messaging.delivery.claim import Claim, claim_batch
from donbay.messaging.delivery.settle import Settled, settle
from donbay.messaging.gate import REASONS
from donbay.messaging.journal import Try
from donbay.messaging.types import Content
from tests.factories.people import Shop, a_customer, a_shop
from tests.harness.programs import python_program
from tests.messaging.builders import a_content, a_message, a_source, agree

pytestmark = pytest.mark.django_db

NOW = utcnow()
LAN = "lan@example.vn"


def traces(shop: Shop, *, of: str = "lan") -> list[str]:
    """Return every place in the room's rows where a word still stands."""
    found = []
    with connection.cursor() as cursor:
        for table in (
            "messaging_outbox", "messaging_inbox_message", "messaging_suppression",
            "messaging_engagement",
        ):  # fmt: skip
            cursor.execute(
                f"SELECT t::text FROM {table} AS t WHERE workspace_id = %s AND t::text ILIKE %s",
                [shop.id, f"%{of}%"],
            )
            found += [row for (row,) in cursor.fetchall()]
    return found


def claimed(worker: UUID) -> Claim:
    claim = claim_batch(worker, real_now=utcnow())
    assert claim is not None
    return claim


@pytest.mark.parametrize("state", ["sent", "failed", "unknown", "deferred", "ready"])
def test_what_was_on_the_wire_when_she_was_erased_keeps_nothing_of_her(state: str) -> None:
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email=LAN)
    message = a_message(
        shop, a_content(shop, now=NOW), lan, due_at=NOW, extra={"voucher_code": "LAN-1"}
    )
    enqueue_messages(now=NOW, messages=[message])
    worker = uuid4()
    (held,) = claimed(worker).messages

    delete_customer(actor=shop.actor, now=NOW, customer_id=lan)
    taken = settle(
        worker,
        [Settled(Try(held.id, held.attempt), state, "", f"550 5.1.1 <{LAN}> unknown")],  # type: ignore[arg-type]  # state is one of State
        real_now=NOW,
        addresses={held.id: LAN} if state == "failed" else {},
    )

    assert taken == 1
    assert models.Outbox.objects.for_workspace(shop.id).get().state == state
    assert not traces(shop)


def test_what_comes_back_from_the_wire_is_not_sent_to_somebody_erased() -> None:
    shop = a_shop()
    lan = a_customer(shop, full_name="Lan", email=LAN)
    enqueue_messages(now=NOW, messages=[a_message(shop, a_content(shop, now=NOW), lan, due_at=NOW)])
    worker = uuid4()
    (held,) = claimed(worker).messages
    delete_customer(actor=shop.actor, now=NOW, customer_id=lan)
    settle(worker, [Settled(Try(held.id, held.attempt), "ready")], real_now=NOW, addresses={})

    assert not claimed(uuid4()).messages

    row = models.Outbox.objects.for_workspace(shop.id).get()
    assert (row.state, row.reason) == ("skipped", "customer_gone")
    assert not traces(shop)


def _both_have_it(shop: Shop, content: Content, mai: UUID, lan: UUID) -> None:
    """Let both get one mailing, and let another wait for both."""
    mailing, later = a_source(), a_source()
    enqueue_messages(
        now=NOW,
        messages=[
            a_message(shop, content, id_, due_at=due_at, source_id=source)
            for id_ in (mai, lan)
            for source, due_at in ((mailing, NOW), (later, NOW + timedelta(days=1)))
        ],
    )
    worker = uuid4()
    sent = [Settled(Try(m.id, m.attempt), "sent") for m in claimed(worker).messages]
    assert settle(worker, sent, real_now=NOW, addresses={}) == 2


def test_an_erasure_after_a_merge_finds_messages_that_both_had() -> None:
    shop = a_shop()
    mai = a_customer(shop, full_name="Mai", email="mai@example.vn")
    lan = a_customer(shop, full_name="Lan", email=LAN)
    _both_have_it(shop, a_content(shop, now=NOW), mai, lan)

    merge_customers(actor=shop.actor, now=NOW, keep_id=mai, other_id=lan)

    rows = models.Outbox.objects.for_workspace(shop.id).order_by("id")
    assert [(row.customer_id, row.merged_from, row.state, row.reason) for row in rows] == [
        (mai, None, "sent", ""),
        (mai, None, "ready", ""),
        (mai, lan, "sent", ""),
        (mai, lan, "skipped", "customer_merged"),
    ]
    assert "customer_merged" in REASONS
    assert len(traces(shop)) == 1
    delete_customer(actor=shop.actor, now=NOW, customer_id=mai)
    assert not traces(shop)
    assert not traces(shop, of="mai@")


@pytest.mark.parametrize(
    ("hers", "of_who_goes", "after"),
    [
        # She has had it, or may have: whichever still waits goes to nobody.
        ("ready", "sent", ("skipped", "sent")),
        ("deferred", "unknown", ("skipped", "unknown")),
        ("ready", "sending", ("skipped", "sending")),
        ("sent", "ready", ("sent", "skipped")),
        ("sending", "deferred", ("sending", "skipped")),
        # She never got hers: the other's is the one that reaches her.
        ("skipped", "ready", ("skipped", "ready")),
        ("failed", "ready", ("failed", "ready")),
        ("ready", "skipped", ("ready", "skipped")),
        ("ready", "failed", ("ready", "failed")),
        # Both wait: one goes.
        ("ready", "ready", ("ready", "skipped")),
        ("deferred", "ready", ("deferred", "skipped")),
    ],
)
def test_who_was_merged_gets_a_message_of_both_once(
    hers: str, of_who_goes: str, after: tuple[str, str]
) -> None:
    shop = a_shop()
    mai = a_customer(shop, full_name="Mai", email="mai@example.vn")
    lan = a_customer(shop, full_name="Lan", email=LAN)
    content = a_content(shop, now=NOW)
    rows = models.Outbox.objects.for_workspace(shop.id)
    for id_, state in ((mai, hers), (lan, of_who_goes)):
        enqueue_messages(now=NOW, messages=[a_message(shop, content, id_, due_at=NOW)])
        rows.filter(customer_id=id_).update(state=state)
    merged_at = NOW + timedelta(days=3)

    merge_customers(actor=shop.actor, now=merged_at, keep_id=mai, other_id=lan)

    found = list(rows.order_by("id"))
    assert tuple(row.state for row in found) == after
    assert [row.merged_from for row in found] == [None, lan]
    spare = [row for row in found if row.reason == "customer_merged"]
    assert [row.done_at for row in spare] == [merged_at] * len(spare)
    assert len(spare) == sum(a != b for a, b in zip((hers, of_who_goes), after, strict=True))


def test_merges_of_merged_customers_lose_nobody() -> None:
    shop = a_shop()
    people = [a_customer(shop, full_name=n, email=f"{n}@example.vn") for n in ("mai", "lan", "hoa")]
    mai, lan, hoa = people
    content = a_content(shop, now=NOW)
    for id_ in people:
        enqueue_messages(now=NOW, messages=[a_message(shop, content, id_, due_at=NOW)])
    claimed(uuid4())

    merge_customers(actor=shop.actor, now=NOW, keep_id=lan, other_id=hoa)
    merge_customers(actor=shop.actor, now=NOW, keep_id=mai, other_id=lan)

    rows = models.Outbox.objects.for_workspace(shop.id).order_by("id")
    assert [(row.customer_id, row.merged_from) for row in rows] == [
        (mai, None), (mai, lan), (mai, hoa),
    ]  # fmt: skip
    delete_customer(actor=shop.actor, now=NOW, customer_id=mai)
    assert not any(traces(shop, of=name) for name in ("mai@", "lan@", "hoa@"))


def test_what_one_has_is_still_enqueued_once_after_a_merge() -> None:
    shop = a_shop()
    mai = a_customer(shop, full_name="Mai", email="mai@example.vn")
    lan = a_customer(shop, full_name="Lan", email=LAN)
    content = a_content(shop, now=NOW)
    enqueue_messages(now=NOW, messages=[a_message(shop, content, lan, due_at=NOW)])
    merge_customers(actor=shop.actor, now=NOW, keep_id=mai, other_id=lan)

    again = enqueue_messages(now=NOW, messages=[a_message(shop, content, mai, due_at=NOW)])

    assert again == 0


def test_a_refusal_outlives_the_erasure_without_naming_anybody() -> None:
    shop, other = a_shop(), a_shop()
    lan = a_customer(shop, full_name="Lan", email=LAN)
    agree(shop, [lan], now=NOW)
    unsubscribe(now=NOW, workspace_id=shop.id, refusals={lan: (LAN, {"ip": "::1"})})

    delete_customer(actor=shop.actor, now=NOW, customer_id=lan)

    assert not traces(shop)
    again = a_customer(shop, full_name="Lan", email=LAN)
    agree(shop, [again], now=NOW)
    content = a_content(shop, now=NOW, purpose="advertising")
    enqueue_messages(now=NOW, messages=[a_message(shop, content, again, due_at=NOW)])
    assert not claimed(uuid4()).messages
    row = models.Outbox.objects.for_workspace(shop.id).get()
    assert (row.state, row.reason) == ("skipped", "unsubscribed")
    assert queries.suppressions_of(other.id, "email", [LAN]) == {}


def test_two_shops_lists_cannot_be_compared() -> None:
    shops = [a_shop(), a_shop()]
    for shop in shops:
        suppress(shop.id, [LAN], reason="bounce", scope="all", now=NOW)

    hashes = {models.Suppression.objects.for_workspace(s.id).get().address_hash for s in shops}

    assert len(hashes) == 2


def test_the_list_is_read_under_older_keys_too(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    suppress(shop.id, [LAN], reason="bounce", scope="all", now=NOW)
    known = list(signing._keys)

    monkeypatch.setattr(signing, "_keys", [b"n" * 32, *known])
    suppress(shop.id, ["mai@example.vn"], reason="manual", scope="all", now=NOW)

    asked = queries.suppressions_of(shop.id, "email", [LAN, "mai@example.vn", "hoa@example.vn", ""])
    assert asked == {LAN: {"all": "bounce"}, "mai@example.vn": {"all": "manual"}}
    monkeypatch.setattr(signing, "_keys", [b"x" * 32])
    assert queries.suppressions_of(shop.id, "email", [LAN]) == {}


def test_who_refused_is_still_not_written_to_after_a_change_of_the_key_file(tmp_path: Path) -> None:
    file = tmp_path / "link"

    def begin() -> None:
        keys = load_secrets(tmp_path, {"DONBAY_LINK_KEY_FILE": str(file)})
        signing.set_link_keys(keys.link_keys)

    shop, before = a_shop(), list(signing._keys)
    try:
        file.write_text("o" * 48 + "\n")
        begin()
        suppress(shop.id, [LAN], reason="unsubscribed", scope="marketing", now=NOW)
        token = sign_token(OPEN, shop.id, 7)

        file.write_text("n" * 48 + "\n" + file.read_text())
        begin()

        assert queries.suppressions_of(shop.id, "email", [LAN]) == {
            LAN: {"marketing": "unsubscribed"}
        }
        assert read_token(OPEN, token) == Touch(shop.id, 7)
        assert sign_token(OPEN, shop.id, 7) != token
    finally:
        signing.set_link_keys(before)


def test_a_refusal_by_a_mail_of_somebody_erased_leaves_no_proof_of_her() -> None:
    shop = a_shop()

    unsubscribe(now=NOW, workspace_id=shop.id, refusals={uuid4(): ("", {"ip": "203.0.113.9"})})

    assert not models.Suppression.objects.for_workspace(shop.id).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customers_consent WHERE workspace_id = %s", [shop.id])
        assert cursor.fetchone() == (0,)


_MIGRATE = "from django.core.management import call_command; call_command('migrate', {}verbosity=0)"
_READ = """
from donbay.messaging.queries import suppressions_of
print(sorted(suppressions_of(1, "email", ["lan@example.vn", "mai@example.vn", "a@b.vn"]).items()))
"""


@pytest.mark.slow
def test_addresses_of_an_older_installation_become_hashes(own_cluster: str) -> None:
    python_program(_MIGRATE.format("'messaging', '0001', "), own_cluster)
    with psycopg.connect(own_cluster, autocommit=True) as session:
        for scope, address in (("all", LAN), ("marketing", LAN), ("all", "mai@example.vn")):
            session.execute(
                "INSERT INTO messaging_suppression"
                " (workspace_id, channel, address, reason, scope, at)"
                " VALUES (1, 'email', %s, 'manual', %s, %s)",
                [address, scope, NOW],
            )

        python_program(_MIGRATE.format(""), own_cluster)

        rows = session.execute("SELECT t::text FROM messaging_suppression AS t").fetchall()
    assert python_program(_READ, own_cluster).strip() == str(
        [(LAN, {"all": "manual", "marketing": "manual"}), ("mai@example.vn", {"all": "manual"})]
    )
    assert len(rows) == 3
    assert not any("example.vn" in row for (row,) in rows)

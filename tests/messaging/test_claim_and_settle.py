"""A batch: each message is judged by its own facts, and each outcome lands on its own row."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit.clock import utcnow
from donbay.log.queries import events_of_customer
from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages, suppress
from donbay.messaging.delivery.claim import Claimed, claim_batch
from donbay.messaging.delivery.settle import (
    MAX_ATTEMPTS,
    Settled,
    backoff,
    conclude,
    replay,
    resolve,
    settle,
)
from donbay.messaging.journal import Journal, Try
from donbay.messaging.queries import suppressions_of
from donbay.messaging.smtp import Outcome
from donbay.messaging.types import NewMessage
from tests.factories.people import Shop, a_customer, a_shop
from tests.messaging.builders import a_content, a_message, a_source, agree

NOW = utcnow()


def mailed(shop: Shop, *messages: NewMessage) -> dict[UUID, list[tuple[str, str]]]:
    """Enqueue messages, claim until nothing is left, and return what became of each one's."""
    enqueue_messages(now=NOW, messages=messages)
    while claim_batch(uuid4(), real_now=NOW):
        pass
    verdicts: dict[UUID, list[tuple[str, str]]] = {}
    for row in models.Outbox.objects.for_workspace(shop.id).order_by("id"):
        verdicts.setdefault(row.customer_id, []).append((row.state, row.reason))
    return verdicts


def someone(shop: Shop, number: int, **values: Any) -> UUID:
    return a_customer(shop, full_name=f"Khách {number}", **{"email": f"k{number}@x.vn", **values})


def suppressed(shop: Shop, address: str, reason: str, scope: str) -> None:
    suppress(shop.id, [address], reason=reason, scope=scope, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("turned", [False, True])
def test_who_stands_beside_others_in_a_batch_is_judged_by_her_own_facts(turned: bool) -> None:
    shop = a_shop()
    yes, no, refused, bounced, left = (someone(shop, number) for number in range(5))
    nowhere = someone(shop, 5, email="", phone="0912345678")
    gone = uuid4()
    agree(shop, [yes, refused, bounced, left, nowhere], now=NOW)
    suppressed(shop, "k2@x.vn", "unsubscribed", "marketing")
    suppressed(shop, "k3@x.vn", "bounce", "all")
    suppressed(shop, "k4@x.vn", "manual", "all")
    order = [yes, no, refused, bounced, left, nowhere, gone]
    content = a_content(shop, now=NOW, purpose="advertising")
    order = order[::-1] if turned else order

    verdicts = mailed(shop, *[a_message(shop, content, id_, due_at=NOW) for id_ in order])

    assert verdicts == {
        yes: [("sending", "")],
        no: [("skipped", "no_consent")],
        refused: [("skipped", "unsubscribed")],
        bounced: [("skipped", "suppressed_bounce")],
        left: [("skipped", "suppressed")],
        nowhere: [("skipped", "no_address")],
        gone: [("skipped", "customer_gone")],
    }


@pytest.mark.django_db
def test_consent_to_one_purpose_is_none_to_another() -> None:
    shop = a_shop()
    ads, care = someone(shop, 1), someone(shop, 2)
    agree(shop, [ads], now=NOW)
    agree(shop, [care], now=NOW, purpose="care")
    contents = [a_content(shop, now=NOW, purpose=purpose) for purpose in ("advertising", "care")]

    verdicts = mailed(
        shop,
        *[
            a_message(shop, content, id_, due_at=NOW, priority=1)
            for content in contents
            for id_ in (ads, care)
        ],
    )

    assert verdicts == {
        ads: [("sending", ""), ("skipped", "no_consent")],
        care: [("skipped", "no_consent"), ("sending", "")],
    }


@pytest.mark.django_db
def test_only_advertisements_to_the_same_address_count_against_it() -> None:
    shop = a_shop()
    lan, mai = someone(shop, 1), someone(shop, 2)
    agree(shop, [lan, mai], now=NOW)
    ads = a_content(shop, now=NOW, purpose="advertising")
    letters = a_content(shop, now=NOW)

    def some(content: Any, id_: UUID, number: int) -> list[NewMessage]:
        return [
            a_message(shop, content, id_, due_at=NOW, source_id=a_source(), priority=1)
            for _ in range(number)
        ]

    verdicts = mailed(
        shop, *some(letters, lan, 4), *some(ads, lan, 3), *some(ads, mai, 4), *some(ads, lan, 1)
    )

    assert verdicts[lan] == [("sending", "")] * 7 + [("skipped", "ad_cap")]
    assert verdicts[mai] == [("sending", "")] * 3 + [("skipped", "ad_cap")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "state", "verdict"),
    [
        (23, "sent", ("skipped", "ad_cap")),
        (23, "unknown", ("skipped", "ad_cap")),
        (1, "sending", ("skipped", "ad_cap")),
        (25, "sent", ("sending", "")),
        (1, "failed", ("sending", "")),
    ],
)
def test_what_went_or_may_have_gone_within_a_day_counts(
    hours: int, state: str, verdict: tuple[str, str]
) -> None:
    shop = a_shop()
    lan = someone(shop, 1)
    agree(shop, [lan], now=NOW)
    content = a_content(shop, now=NOW, purpose="advertising")
    three = [a_message(shop, content, lan, due_at=NOW, source_id=a_source()) for _ in range(3)]
    mailed(shop, *three)
    before = models.Outbox.objects.for_workspace(shop.id)
    before.update(state=state, done_at=NOW - timedelta(hours=hours))

    last = mailed(shop, a_message(shop, content, lan, due_at=NOW, source_id=a_source()))[lan][-1]

    assert last == verdict


class Claims:
    """Messages that differ in everything, claimed by one worker."""

    def __init__(self) -> None:
        self.shop = a_shop()
        self.worker = uuid4()
        self.people = [someone(self.shop, number) for number in range(4)]
        self.contents = [a_content(self.shop, now=NOW, name=f"Thư {n}") for n in range(4)]
        enqueue_messages(
            now=NOW,
            messages=[
                a_message(
                    self.shop, content, id_, due_at=NOW, run_id=70 + n, step=f"s{n % 2}",
                    source_id=UUID(int=9), source_kind="flow",
                )
                for n, (id_, content) in enumerate(zip(self.people, self.contents, strict=True))
            ],
        )  # fmt: skip
        claim = claim_batch(self.worker, real_now=NOW)
        assert claim is not None
        self.messages: Sequence[Claimed] = sorted(claim.messages)

    def key(self, number: int) -> Try:
        return Try(self.messages[number].id, self.messages[number].attempt)

    def settle(self, *settled: Settled, at: datetime = NOW, worker: UUID | None = None) -> int:
        addresses = {message.id: message.address for message in self.messages}
        return settle(worker or self.worker, settled, real_now=at, addresses=addresses)

    def rows(self) -> list[tuple[str, str, str]]:
        rows = models.Outbox.objects.for_workspace(self.shop.id).order_by("id")
        return list(rows.values_list("state", "reason", "detail"))

    def told(self, number: int) -> list[tuple[str, UUID | None, dict[str, Any]]]:
        return [
            (event.kind, event.subject_id, dict(event.data))
            for event in events_of_customer(self.shop.id, self.people[number])
            if event.kind.startswith("message.")
        ]


@pytest.mark.django_db
def test_each_outcome_lands_on_its_own_message() -> None:
    claims = Claims()

    taken = claims.settle(
        Settled(claims.key(3), "unknown", "outcome_unknown", "d"),
        Settled(claims.key(1), "failed", "refused", "b"),
        Settled(claims.key(2), "deferred", "", "c", timedelta(minutes=7)),
        Settled(claims.key(0), "sent", "", "a"),
    )

    assert taken == 4
    assert claims.rows() == [
        ("sent", "", "a"), ("failed", "refused", "b"), ("deferred", "", "c"),
        ("unknown", "outcome_unknown", "d"),
    ]  # fmt: skip
    rows = models.Outbox.objects.for_workspace(claims.shop.id).order_by("id")
    assert [row.done_at is not None for row in rows] == [True, True, False, True]
    assert [row.retry_at for row in rows] == [None, None, NOW + timedelta(minutes=7), None]
    assert not rows.exclude(lease_until=None)


@pytest.mark.django_db
def test_events_name_each_messages_own_customer_content_run_and_step() -> None:
    claims = Claims()

    claims.settle(*[Settled(claims.key(number), "sent") for number in (2, 0, 3, 1)])

    for number, (message, content) in enumerate(zip(claims.messages, claims.contents, strict=True)):
        assert claims.told(number) == [
            (
                "message.sent",
                content.id,
                {
                    "message_id": message.id, "run_id": 70 + number, "step": f"s{number % 2}",
                    "source_kind": "flow", "source_id": str(UUID(int=9)),
                },
            )
        ]  # fmt: skip


@pytest.mark.django_db
def test_only_the_worker_and_the_try_that_claimed_may_say_what_became_of_it() -> None:
    claims = Claims()
    key = claims.key(0)

    assert claims.settle(Settled(key, "sent"), worker=uuid4()) == 0
    assert claims.settle(Settled(key._replace(attempt=2), "sent")) == 0
    assert claims.rows()[0][0] == "sending"
    assert claims.settle(Settled(key, "sent")) == 1
    assert claims.settle(Settled(key, "failed", "refused")) == 0
    assert claims.rows()[0][0] == "sent"


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_remembered_and_only_that() -> None:
    claims = Claims()
    gone = "550 5.1.1 user unknown"

    claims.settle(
        Settled(claims.key(0), "failed", "refused", gone),
        Settled(claims.key(1), "failed", "refused", "550 5.7.1 policy"),
        Settled(claims.key(2), "deferred", "", gone, timedelta(minutes=1)),
        Settled(claims.key(3)._replace(attempt=2), "failed", "refused", gone),
    )

    everybody = [f"k{number}@x.vn" for number in range(4)]
    assert suppressions_of(claims.shop.id, "email", everybody) == {"k0@x.vn": {"all": "bounce"}}


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_remembered_also_when_the_worker_died(
    tmp_path: Path,
) -> None:
    claims = Claims()
    journal = Journal(tmp_path)
    gone, later = claims.key(0), claims.key(1)
    asyncio.run(journal.intend([gone, later]))
    for key, outcome in (
        (gone, Outcome("refused", 550, "5.1.1 user unknown")),
        (later, Outcome("deferred", 450, "5.1.1 not now")),
    ):
        journal.start(key)
        journal.record(key, outcome)

    replay(claims.worker, journal.path, real_now=NOW)
    journal.close(remove=True)

    assert [state for state, *_ in claims.rows()[:2]] == ["failed", "deferred"]
    everybody = [f"k{number}@x.vn" for number in range(4)]
    assert suppressions_of(claims.shop.id, "email", everybody) == {"k0@x.vn": {"all": "bounce"}}


@pytest.mark.parametrize(
    ("verdict", "attempt", "expected"),
    [
        ("accepted", 1, ("sent", "", None)),
        ("refused", 1, ("failed", "refused", None)),
        ("unknown", 1, ("unknown", "outcome_unknown", None)),
        ("unsent", 3, ("deferred", "", timedelta(seconds=3))),
        ("unsent", MAX_ATTEMPTS, ("deferred", "", timedelta(seconds=10))),
        ("deferred", 1, ("deferred", "", timedelta(seconds=30))),
        ("deferred", 3, ("deferred", "", timedelta(seconds=120))),
        ("deferred", 10, ("failed", "gave_up", None)),
    ],
)
def test_what_an_outcome_means(
    verdict: Any, attempt: int, expected: tuple[str, str, timedelta | None]
) -> None:
    ended = conclude(Try(1, attempt), Outcome(verdict, 250, "x"))

    assert (ended.state, ended.reason, ended.pause) == expected


@given(st.integers(1, 10_000))
def test_pauses_grow_and_end_at_four_hours(attempt: int) -> None:
    assert backoff(attempt) <= backoff(attempt + 1) <= timedelta(hours=4)


def test_a_journal_speaks_of_the_try_it_was_written_for(tmp_path: Path) -> None:
    first, second = Try(1, 1), Try(1, 2)
    journal = Journal(tmp_path)
    asyncio.run(journal.intend([first]))
    journal.start(first)
    journal.record(first, Outcome("deferred", 450, "later"))

    before = resolve(second, journal.entries())
    asyncio.run(journal.intend([second]))
    journal.start(second)
    after = resolve(second, journal.entries())
    journal.close(remove=True)

    assert (before.state, after.state) == ("ready", "unknown")

"""Two of everything at once: identity must hold whoever comes first."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from django.db.transaction import atomic

from donbay.customers.actions import merge_customers, update_customer, upsert_people
from donbay.customers.models import Customer, Identity, MergeSuggestion
from donbay.customers.types import PersonInput
from tests.factories.people import NOW, Shop, a_customer, a_shop

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20
PERSONS = 100


def _person(number: int, rng: random.Random) -> PersonInput:
    """Return a person as somebody might write her: phone always, e-mail sometimes."""
    email = f"khach{number}@example.vn" if rng.random() < 0.5 else ""
    phone = f"09{number:08d}"
    return PersonInput(
        full_name=f"Khách {number}",
        phone=rng.choice([phone, "+84" + phone[1:], phone[1:]]),
        email=email,
    )


def _at_once(jobs: list[Callable[[], None]]) -> None:
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        try:
            barrier.wait()
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result()


def _take_in(shop: Shop, seed: int) -> None:
    rng = random.Random(seed)
    numbers = list(range(PERSONS))
    rng.shuffle(numbers)
    for start in range(0, PERSONS, 25):
        with atomic(durable=True):
            upsert_people(
                actor=shop.actor,
                now=NOW,
                people=[_person(number, rng) for number in numbers[start : start + 25]],
                overwrite=False,
            )


def test_twenty_threads_taking_in_a_hundred_persons_make_a_hundred_customers() -> None:
    shop = a_shop()

    _at_once([lambda seed=seed: _take_in(shop, seed) for seed in range(THREADS)])  # type: ignore[misc]

    owners = set(Identity.objects.for_workspace(shop.id).values_list("customer_id", flat=True))
    customers = set(Customer.objects.for_workspace(shop.id).values_list("id", flat=True))
    assert len(customers) == PERSONS
    assert owners == customers


def test_people_known_by_phone_or_email_only_never_leave_an_identity_without_customer() -> None:
    shop = a_shop()

    def crossing(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(20):
            first, second = rng.randrange(10), rng.randrange(10)
            person = PersonInput(
                phone=f"09{first:08d}" if rng.random() < 0.7 else "",
                email=f"k{second}@example.vn" if rng.random() < 0.7 else "",
            )
            with atomic(durable=True):
                upsert_people(actor=shop.actor, now=NOW, people=[person], overwrite=False)

    _at_once([lambda seed=seed: crossing(seed) for seed in range(10)])  # type: ignore[misc]

    owners = set(Identity.objects.for_workspace(shop.id).values_list("customer_id", flat=True))
    customers = set(Customer.objects.for_workspace(shop.id).values_list("id", flat=True))
    assert owners <= customers


def test_two_who_each_have_a_phone_of_one_and_an_email_of_the_other_do_not_block_each_other() -> (
    None
):
    shop, pairs = a_shop(), 40
    for number in range(2 * pairs):
        a_customer(shop, phone=f"09{number:08d}", email=f"k{number}@example.vn")

    def take_in(first: int, second: int) -> None:
        for number in range(0, 2 * pairs, 2):
            person = PersonInput(
                phone=f"09{number + first:08d}", email=f"k{number + second}@example.vn"
            )
            with atomic(durable=True):
                upsert_people(actor=shop.actor, now=NOW, people=[person], overwrite=False)

    _at_once([lambda: take_in(0, 1), lambda: take_in(1, 0)] * 2)

    assert MergeSuggestion.objects.for_workspace(shop.id).count() == pairs


def test_changing_merging_and_taking_in_at_once_wait_for_each_other() -> None:
    shop = a_shop()
    keep = a_customer(shop, full_name="An", phone="0911111111")
    other = a_customer(shop, full_name="An B", email="an@example.vn")

    def change(customer_id: UUID, number: int) -> None:
        for turn in range(10):
            phone = f"093{number}{turn:06d}"
            with atomic(durable=True):
                update_customer(
                    actor=shop.actor, now=NOW, customer_id=customer_id, changes={"phone": phone}
                )

    def take_in() -> None:
        for turn in range(30):
            phone = f"0931{turn % 10:06d}"
            with atomic(durable=True):
                upsert_people(
                    actor=shop.actor,
                    now=NOW,
                    people=[PersonInput(phone=phone, email="an@example.vn", note=f"{turn}")],
                    overwrite=True,
                )

    def merge() -> None:
        with atomic(durable=True):
            merge_customers(actor=shop.actor, now=NOW, keep_id=keep, other_id=other)

    def change_tolerant() -> None:
        try:
            change(keep, 1)
        except Exception as error:
            if type(error).__name__ != "IdentityTaken":
                raise

    _at_once([change_tolerant, take_in, take_in, merge])

    owners = set(Identity.objects.for_workspace(shop.id).values_list("customer_id", flat=True))
    customers = set(Customer.objects.for_workspace(shop.id).values_list("id", flat=True))
    assert owners <= customers
    assert other not in customers

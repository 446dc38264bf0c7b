"""What every room holds of a customer follows a merge and is emptied by an erasure.

The tables are found from the models: one that is added without a mover, or with personal data
that no eraser empties, turns a test red.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.apps import apps
from django.db import connection, models

from donbay.commerce.actions import give_vouchers
from donbay.customers.actions import (
    add_tag,
    delete_customer,
    map_import,
    merge_customers,
    run_import,
)
from donbay.customers.jobs import run_import_chunk, take_upload
from donbay.customers.models import Consent
from donbay.customers.queries import find_by_identity
from donbay.customers.types import ImportOptions
from donbay.intake.actions import keep_captures
from donbay.intake.dispatch import dispatch
from donbay.intake.types import NewCapture
from donbay.kit.clock import utcnow
from donbay.log.queries import events_of_customer
from donbay.messaging import queries as mails
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.delivery.engine import DeliveryEngine
from donbay.sites.types import PageInfo
from tests.automation.builders import DAY, a_flow, a_tag, chain, happened, node, start
from tests.factories.commerce import a_voucher
from tests.factories.people import Shop
from tests.messaging.builders import a_content, a_message, a_source, agree
from tests.sites.builders import a_product, a_published_page, a_shop

pytestmark = pytest.mark.django_db

# In these a customer has one row for each thing, so what both have becomes one.
_ONE_FOR_EACH_THING = {"customers_customer_tag", "customers_consent_state", "automation_run_entry"}
# Rows of these go with the customer herself.
_HER_OWN = {"customers_merge_suggestion"}


@dataclass(frozen=True)
class Person:
    """Somebody whose every detail can be told from everything else in the database."""

    name: str
    phone: str
    email: str
    address: str
    wish: str

    @property
    def traces(self) -> tuple[str, ...]:
        """What must not be found anywhere once she is erased, in lower case."""
        return (
            self.name.lower(), self.phone[1:], self.email, self.address.lower(), self.wish.lower(),
            "mong diep", "ngo bi mat",
        )  # fmt: skip


MAI = Person("Lý Thanh Mai", "0901111222", "mai@xa.example.vn", "1 Phố Xa", "Da khô")
DIEP = Person("Đỗ Mộng Điệp", "0987654321", "diep@kin.example.vn", "7 Ngõ Bí Mật", "Sẹo ở má")


class House:
    """A shop in which somebody does everything that leaves a row behind."""

    def __init__(self, engine: DeliveryEngine) -> None:
        self.engine = engine
        self.now = utcnow()
        site = a_shop()
        self.shop = Shop(site.id, site.slug)
        self.page: PageInfo = a_published_page(site)
        self.product = a_product(site)
        self.voucher = a_voucher(self.shop.actor)
        self.content = a_content(self.shop, now=self.now, purpose="advertising")
        self.tag = UUID(a_tag(self.shop))
        wait = node("wait", "wait", mode="interval", amount=2, unit="days")
        a_flow(self.shop, chain(start(), wait, node("end", "stop")), now=self.now)

    def live(self, person: Person) -> UUID:
        """Let a person come, answer, buy, be written to and be imported again."""
        self._send("form", {
            "page_id": str(self.page.id), "form_id": "form-ebook",
            "version": self.page.published_version, "consent": True,
            "values": {"name": person.name, "phone": person.phone, "email": person.email,
                       "concern": person.wish},
        })  # fmt: skip
        contact = {"name": person.name, "phone": person.phone, "email": person.email,
                   "address": person.address}  # fmt: skip
        self._send("checkout", {
            "lines": [{"product_id": str(self.product), "quantity": 1}], "contact": contact,
            "payment_method": "cod", "note": person.wish,
        })  # fmt: skip
        customer_id = find_by_identity(self.shop.id, "email", person.email)
        assert customer_id is not None
        give_vouchers(
            actor=self.shop.actor, now=self.now, voucher_id=self.voucher.id,
            customer_ids=[customer_id], issue_key_prefix="test",
        )  # fmt: skip
        add_tag(actor=self.shop.actor, now=self.now, tag_id=self.tag, customer_ids=[customer_id])
        happened(self.shop, [customer_id], now=self.now)
        self._mail(customer_id)
        self._import(person)
        return customer_id

    def _send(self, kind: str, payload: dict[str, object]) -> None:
        context = {"utm": {"source": "facebook"}}
        keep_captures(
            captures=[NewCapture(self.shop.id, uuid4(), kind, payload, context, self.now)]
        )
        while dispatch():
            pass

    def _mail(self, customer_id: UUID) -> None:
        agree(self.shop, [customer_id], now=self.now - DAY)
        for due_at in (self.now, self.now + timedelta(days=3)):
            message = a_message(
                self.shop, self.content, customer_id, due_at=due_at, source_id=a_source()
            )  # fmt: skip
            enqueue_messages(now=self.now, messages=[message])
        self.engine.run_once()
        (mail, *_) = mails.list_inbox(self.shop.id)
        token = mails.get_inbox_item(self.shop.id, mail.id).html.partition("/t/o/")[2]
        self._send("open", {"token": token.partition('"')[0]})

    def _import(self, person: Person) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Họ tên", "Điện thoại", "Email"])
        sheet.append([person.name, person.phone, person.email])
        file = io.BytesIO()
        book.save(file)
        info = take_upload(self.shop.actor, self.now, "khach.xlsx", file.getvalue())
        map_import(
            actor=self.shop.actor, now=self.now, import_id=info.id,
            mapping=info.suggested_mapping, options=ImportOptions(),
        )  # fmt: skip
        run_import(actor=self.shop.actor, now=self.now, import_id=info.id)
        while run_import_chunk():
            pass


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    engine = DeliveryEngine(tmp_path)
    yield House(engine)
    engine.close()


def _tables(room: str) -> list[type[models.Model]]:
    """Return the room's models that carry a customer's id."""
    config = next(config for config in apps.get_app_configs() if config.name == room)
    return [
        model
        for model in config.get_models()
        if any(field.attname == "customer_id" for field in model._meta.concrete_fields)
        and model._meta.db_table not in _HER_OWN
    ]


ROOMS = sorted(
    config.name
    for config in apps.get_app_configs()
    if config.name.startswith("donbay.") and _tables(config.name)
)


def _counts(room: str, shop: Shop, customer_id: UUID) -> dict[str, int]:
    return {
        model._meta.db_table: model._default_manager.for_workspace(shop.id)  # type: ignore[attr-defined]  # a WorkspaceManager
        .filter(customer_id=customer_id)
        .count()
        for model in _tables(room)
    }


def test_the_rooms_with_customers_are_found() -> None:
    assert set(ROOMS) >= {
        "donbay.automation.flows", "donbay.commerce", "donbay.customers", "donbay.messaging",
        "donbay.sites",
    }  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_everything_of_a_merged_customer_goes_to_the_one_that_stays(
    house: House, room: str
) -> None:
    keep, other = house.live(MAI), house.live(DIEP)
    kept, moved = _counts(room, house.shop, keep), _counts(room, house.shop, other)
    assert all(moved.values()), f"live() leaves no row in some table of {room}: {moved}"

    merge_customers(actor=house.shop.actor, now=house.now, keep_id=keep, other_id=other)

    both = {
        table: max(kept[table], moved[table])
        if table in _ONE_FOR_EACH_THING
        else kept[table] + moved[table]
        for table in kept
    }
    assert _counts(room, house.shop, other) == dict.fromkeys(moved, 0)
    assert _counts(room, house.shop, keep) == both


def test_what_a_merged_customer_did_stays_in_the_timeline(house: House) -> None:
    mai, diep = house.live(MAI), house.live(DIEP)
    before = [event.id for event in events_of_customer(house.shop.id, diep)]
    third = house.live(Person("Ba", "0903333444", "ba@example.vn", "3 Phố", "Không"))

    merge_customers(actor=house.shop.actor, now=house.now, keep_id=mai, other_id=diep)
    merge_customers(actor=house.shop.actor, now=house.now, keep_id=third, other_id=mai)

    timeline = events_of_customer(house.shop.id, third, limit=500)
    assert set(before) <= {event.id for event in timeline}
    assert [e.occurred_at for e in timeline] == sorted(
        (e.occurred_at for e in timeline), reverse=True
    )


def _found(person: Person) -> dict[str, list[str]]:
    """Return the traces of a person in every table of the database, whoever owns it."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" AS t')
            rows = [str(row).lower() for (row,) in cursor.fetchall()]
            hits = {trace for trace in person.traces for row in rows if trace in row}
            if hits:
                found[table] = sorted(hits)
    return found


def test_an_erased_customer_leaves_nothing_of_herself_in_any_table(house: House) -> None:
    mai, diep = house.live(MAI), house.live(DIEP)
    assert set(_found(DIEP)) >= {
        "commerce_order", "customers_customer", "customers_identity", "customers_import",
        "customers_import_row", "intake_capture", "messaging_inbox_message", "messaging_outbox",
        "sites_submission",
    }, "live() must leave personal data where the house keeps it"  # fmt: skip
    of_mai = _found(MAI).keys()

    delete_customer(actor=house.shop.actor, now=house.now, customer_id=diep)

    assert _found(DIEP) == {}
    assert _found(MAI).keys() == of_mai
    assert find_by_identity(house.shop.id, "email", MAI.email) == mai


def test_an_erased_customer_is_written_to_no_more(house: House) -> None:
    diep = house.live(DIEP)

    delete_customer(actor=house.shop.actor, now=house.now, customer_id=diep)

    later: datetime = house.now + timedelta(days=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT state FROM messaging_outbox WHERE due_at <= %s ORDER BY 1", [later]
        )
        assert [state for (state,) in cursor.fetchall()] == ["sent", "skipped"]
        cursor.execute("SELECT DISTINCT state FROM automation_run")
        assert cursor.fetchall() == [("stopped",)]
    lines = Consent.objects.for_workspace(house.shop.id).filter(customer_id=diep)
    assert lines.exists()
    assert all(json.dumps(line.evidence) == "{}" for line in lines)

"""Profiles by hand: list, search, tags, consent, change, merge, delete."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import connection

from donbay.core.registry import CustomerMover, Eraser, customer_movers, erasers
from donbay.customers.actions import (
    add_tag,
    create_customer,
    define_field,
    delete_customer,
    dismiss_merge,
    ensure_tag,
    merge_customers,
    record_consents,
    remove_tag,
    update_customer,
)
from donbay.customers.errors import (
    CustomerNotFound,
    EmptyTagName,
    FieldKeyInvalid,
    FieldKeyTaken,
    FieldUnknown,
    FieldValueInvalid,
    FieldValueTooLong,
    IdentityTaken,
    InvalidContact,
    NobodyGiven,
    TagNotFound,
)
from donbay.customers.merge_fields import load_merge_values, merge_fields
from donbay.customers.models import Customer
from donbay.customers.queries import (
    consents_for,
    find_by_identity,
    get_profile,
    identities_of,
    list_consents,
    list_customers,
    list_merge_suggestions,
    load_profiles,
    tags_of,
)
from donbay.customers.types import (
    ConsentInput,
    CustomerFilter,
    FieldDef,
    FieldKind,
    PersonInput,
)
from donbay.log.queries import events_of_customer
from tests.factories.people import NOW, Shop, a_customer, a_shop, people, some_customers

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def _names(shop: Shop, search: str, **wanted: object) -> set[str]:
    items, _ = list_customers(shop.id, CustomerFilter(search=search, **wanted))  # type: ignore[arg-type]
    return {row.profile.full_name for row in items}


def test_search_forgives_accents_and_old_spelling(shop: Shop) -> None:
    a_customer(shop, full_name="Nguyễn Thị Hoà", phone="01645678901")
    a_customer(shop, full_name="Trần Thị Hòa", email="hoa.tran@example.vn")
    a_customer(shop, full_name="Đỗ Đức", phone="0912345678")

    for typed in ("hoa", "hòa", "hoà", "HOÀ", "ho"):
        assert _names(shop, typed) == {"Nguyễn Thị Hoà", "Trần Thị Hòa"}
    assert _names(shop, "thi nguyen") == {"Nguyễn Thị Hoà"}
    assert _names(shop, "do duc") == {"Đỗ Đức"}
    assert _names(shop, "hoa.tran@ex") == {"Trần Thị Hòa"}
    assert _names(shop, "nobody") == set()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Shop Mai (Quận 1)", "quan"), ("Mai-Anh", "anh"), ("=Lan", "lan"), ("Lan", "(lan)")],
)
def test_signs_around_a_word_do_not_hide_it(shop: Shop, name: str, typed: str) -> None:
    a_customer(shop, full_name=name)

    assert _names(shop, typed) == {name}


@pytest.mark.parametrize(
    ("before", "added"),
    [
        ('=hyperlink("http://x.vn","bam")', " hyperlink http x vn bam"),
        ("😀 <script>alert(1)</script> a.b@x.vn a b x vn", " script alert 1 script"),
        ("(-)", ""),
        ("nguyen thi lan 0912345678", ""),
    ],
)
def test_customers_kept_before_are_found_by_their_words_too(
    shop: Shop, before: str, added: str
) -> None:
    id_ = a_customer(shop, full_name="Lan")
    row = Customer.objects.for_workspace(shop.id).filter(id=id_)
    # What an earlier version wrote; such words may be in the index of a shop in use.
    row.update(search_text=before)
    migration = import_module("donbay.customers.migrations.0004_words_without_signs")
    with connection.cursor() as cursor:
        cursor.execute(migration._PART_WORDS)

    assert row.get().search_text == before + added


@pytest.mark.parametrize("typed", ["0345678901", "034 567 8901", "+84345678901", "84345", "0345"])
def test_a_phone_is_found_in_any_writing(shop: Shop, typed: str) -> None:
    a_customer(shop, full_name="Hoà", phone="01645678901")

    assert _names(shop, typed) == {"Hoà"}


@pytest.mark.parametrize("typed", ["'", "a' | 'b", "\\", "!", "& |", "':*", "( )", "%"])
def test_whatever_is_typed_is_words(shop: Shop, typed: str) -> None:
    a_customer(shop, full_name="Hoà")

    assert _names(shop, typed) == set()


def test_search_uses_its_index(shop: Shop) -> None:
    some_customers(shop, 300)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM customers_customer WHERE array_to_tsvector("
            "string_to_array(customers_customer.search_text, ' ')) @@ %s::tsquery",
            ["'kha':*"],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "customers_search" in plan


@pytest.mark.parametrize("sort", ["name", "created_at", "-created_at"])
def test_pages_hold_everybody_once_in_order(shop: Shop, sort: str) -> None:
    for index, name in enumerate(["Bê", "ăn", "An", "Đo", "đa", "Dz", "Z"]):
        for twin in range(3):
            a_customer(
                shop, full_name=f"X {name}", phone=f"09{index}{twin:07d}",
                now=NOW + timedelta(hours=index),
            )  # fmt: skip
    wanted = CustomerFilter(sort=sort)  # type: ignore[arg-type]

    seen: list[UUID] = []
    names: list[str] = []
    after = None
    while True:
        items, after = list_customers(shop.id, wanted, after=after, limit=4)
        seen += [row.profile.id for row in items]
        names += [row.profile.full_name for row in items]
        if after is None:
            break

    assert len(seen) == len(set(seen)) == 21
    if sort == "name":
        assert list(dict.fromkeys(names)) == [
            "X An", "X ăn", "X Bê", "X Dz", "X đa", "X Đo", "X Z",
        ]  # fmt: skip


def test_tags_are_put_and_taken_once(shop: Shop) -> None:
    first, second = some_customers(shop, 2)
    stranger = a_customer(a_shop(), phone="0999999999")
    tag = ensure_tag(actor=shop.actor, now=NOW, name=" VIP ")
    again = ensure_tag(actor=shop.actor, now=NOW, name="vip")

    ids = [first, second, stranger]
    added = add_tag(actor=shop.actor, now=NOW, tag_id=tag.id, customer_ids=ids)
    twice = add_tag(actor=shop.actor, now=NOW, tag_id=tag.id, customer_ids=ids)
    removed = remove_tag(actor=shop.actor, now=NOW, tag_id=tag.id, customer_ids=[first])

    assert (tag.name, again) == ("VIP", tag)
    assert (added, twice, removed) == ({first, second}, set(), {first})
    assert tags_of(shop.id, [first, second]) == {second: (tag,)}
    assert _names(shop, "", tag_id=tag.id) == {"Khách 1"}
    kinds = [event.kind for event in events_of_customer(shop.id, first)]
    assert sorted(kinds) == ["customer.created", "customer.tagged", "customer.untagged"]


def test_tag_mistakes_are_named(shop: Shop) -> None:
    foreign = ensure_tag(actor=a_shop().actor, now=NOW, name="Khác")

    with pytest.raises(EmptyTagName):
        ensure_tag(actor=shop.actor, now=NOW, name="  ")
    with pytest.raises(TagNotFound):
        add_tag(actor=shop.actor, now=NOW, tag_id=foreign.id, customer_ids=[])


def _say(shop: Shop, id_: UUID, channel: str, granted: bool, minutes: int) -> None:
    consent = ConsentInput(
        id_, "advertising", channel, granted, "form",  # type: ignore[arg-type]
        text="Tôi đồng ý nhận tin khuyến mãi", evidence={"ip": "203.0.113.9"},
        at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip
    record_consents(actor=shop.actor, now=NOW, consents=[consent])


@pytest.mark.parametrize(
    ("words", "agrees"),
    [
        ([], False),
        ([("any", True, 0)], True),
        ([("email", True, 0)], True),
        ([("sms", True, 0)], False),
        ([("any", True, 0), ("email", False, 1)], False),
        ([("email", False, 0), ("any", True, 1)], True),
        ([("email", True, 0), ("any", False, 1)], False),
        ([("email", True, 0), ("any", False, 0)], False),
        ([("email", False, 5), ("email", True, 1)], False),
    ],
)
def test_the_last_word_about_a_channel_or_all_decides(
    shop: Shop, words: list[tuple[str, bool, int]], agrees: bool
) -> None:
    id_ = a_customer(shop, phone="0912345678")
    for channel, granted, minutes in words:
        _say(shop, id_, channel, granted, minutes)

    assert (id_ in consents_for(shop.id, [id_], "advertising", "email")) is agrees
    assert consents_for(shop.id, [id_], "care", "email") == set()


def test_the_ledger_keeps_the_sentence_its_version_and_the_proof(shop: Shop) -> None:
    id_ = a_customer(shop, phone="0912345678")
    _say(shop, id_, "any", True, 0)
    _say(shop, id_, "any", True, 1)
    _say(shop, id_, "any", False, 2)

    entries = list_consents(shop.id, id_)

    assert [entry.granted for entry in entries] == [False, True, True]
    assert {entry.text for entry in entries} == {"Tôi đồng ý nhận tin khuyến mãi"}
    assert len(entries[0].text_hash) == 64
    assert entries[0].evidence == {"ip": "203.0.113.9"}
    kinds = [e.kind for e in events_of_customer(shop.id, id_) if e.kind.startswith("consent")]
    assert kinds == ["consent.withdrawn", "consent.granted"]


def test_a_customer_is_added_by_hand_with_clear_refusals(shop: Shop) -> None:
    made = create_customer(
        actor=shop.actor, now=NOW, person=PersonInput(full_name="Lan", phone="912345678")
    )

    assert made.phone == "+84912345678"
    for person, error in [
        (PersonInput(phone="0912345678"), IdentityTaken),
        (PersonInput(phone="0987654321", email="x@"), InvalidContact),
        (PersonInput(), NobodyGiven),
        (PersonInput(full_name="A", fields={"x": 1}), FieldUnknown),
    ]:
        with pytest.raises(error):
            create_customer(actor=shop.actor, now=NOW, person=person)
    assert Customer.objects.for_workspace(shop.id).count() == 1


def test_a_replaced_phone_leads_nowhere_any_more(shop: Shop) -> None:
    id_ = a_customer(shop, full_name="Lan", phone="0912345678", email="lan@example.vn")
    a_customer(shop, full_name="Nam", phone="0900000000")

    changed = update_customer(
        actor=shop.actor, now=NOW, customer_id=id_,
        changes={"phone": "0987654321", "note": "đổi số", "email": ""},
    )  # fmt: skip

    assert (changed.phone, changed.email, changed.note) == ("+84987654321", None, "đổi số")
    assert identities_of(shop.id, id_) == [("phone", "+84987654321")]
    assert find_by_identity(shop.id, "phone", "+84912345678") is None
    with pytest.raises(IdentityTaken):
        update_customer(actor=shop.actor, now=NOW, customer_id=id_, changes={"phone": "0900000000"})
    with pytest.raises(CustomerNotFound):
        update_customer(actor=a_shop().actor, now=NOW, customer_id=id_, changes={"note": "x"})


def test_custom_fields_keep_their_types(shop: Shop) -> None:
    for key, kind, options in [
        ("points", "number", ()), ("joined", "date", ()), ("vip", "boolean", ()),
        ("skin", "choice", ("Da dầu", "Da khô")),
    ]:  # fmt: skip
        definition = FieldDef(key, key.title(), kind, options)  # type: ignore[arg-type]
        define_field(actor=shop.actor, now=NOW, definition=definition)
    id_ = a_customer(shop, full_name="Lan")

    given = {"points": "12,5", "joined": "2026-11-01", "vip": "có", "skin": "da dau"}
    changed = update_customer(actor=shop.actor, now=NOW, customer_id=id_, changes={"fields": given})
    emptied = update_customer(
        actor=shop.actor, now=NOW, customer_id=id_, changes={"fields": {"vip": None}}
    )

    assert changed.fields == {
        "points": 12.5, "joined": "2026-11-01", "vip": True, "skin": "Da dầu",
    }  # fmt: skip
    assert "vip" not in emptied.fields
    with pytest.raises(FieldValueInvalid):
        update_customer(
            actor=shop.actor, now=NOW, customer_id=id_, changes={"fields": {"points": "nhiều"}}
        )
    long = {"points": "nhiều" * 100}
    with pytest.raises(FieldValueInvalid, match=r"…” does not fit the field “Points”") as refused:
        update_customer(actor=shop.actor, now=NOW, customer_id=id_, changes={"fields": long})
    assert len(refused.value.message("vi")) < 120
    with pytest.raises(FieldKeyTaken):
        define_field(actor=shop.actor, now=NOW, definition=FieldDef("points", "x", "text"))
    with pytest.raises(FieldKeyInvalid):
        define_field(actor=shop.actor, now=NOW, definition=FieldDef("Điểm", "x", "text"))


def test_a_text_that_would_be_cut_is_refused(shop: Shop) -> None:
    define_field(actor=shop.actor, now=NOW, definition=FieldDef("own", "Riêng", "text"))
    id_ = a_customer(shop, full_name="Lan")

    for size in (2_000, 2_001):
        given = {"fields": {"own": "x" * size}}
        if size > 2_000:
            with pytest.raises(FieldValueTooLong):
                update_customer(actor=shop.actor, now=NOW, customer_id=id_, changes=given)
        else:
            update_customer(actor=shop.actor, now=NOW, customer_id=id_, changes=given)
    assert get_profile(shop.id, id_).fields == {"own": "x" * 2_000}


def test_templates_read_flat_texts(shop: Shop) -> None:
    definition = FieldDef("points", "Điểm", "number")
    define_field(actor=shop.actor, now=NOW, definition=definition)
    id_ = a_customer(shop, full_name="Nguyễn Thị Lan", phone="0912345678", fields={"points": 7})

    assert load_merge_values(shop.id, [id_])[id_] == {
        "given_name": "Lan", "full_name": "Nguyễn Thị Lan", "email": "", "phone": "0912345678",
        "address": "", "fields_points": "7",
    }  # fmt: skip
    assert {field.name for field in merge_fields(shop.id)} >= {"given_name", "fields_points"}


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("date", "2019-02-03", "03/02/2019"),
        ("text", "2019-02-03", "2019-02-03"),
        ("number", 12.5, "12,5"),
        ("number", 1_250_000.5, "1.250.000,5"),
        ("number", 1990, "1990"),
        ("boolean", True, "có"),
        ("boolean", False, ""),
    ],
)
def test_a_mail_writes_a_value_as_its_reader_does(
    shop: Shop, kind: FieldKind, value: object, read: str
) -> None:
    define_field(actor=shop.actor, now=NOW, definition=FieldDef("own", "Riêng", kind))
    id_ = a_customer(shop, full_name="Lan", fields={"own": value})

    assert load_merge_values(shop.id, [id_])[id_]["fields_own"] == read


def test_merging_moves_everything_and_tells_the_other_rooms(shop: Shop) -> None:
    keep = a_customer(shop, full_name="An", phone="0912345678")
    other = a_customer(shop, full_name="An Nguyễn", email="an@example.vn", address="Hà Nội")
    people(shop, PersonInput(phone="0912345678", email="an@example.vn"))
    tag = ensure_tag(actor=shop.actor, now=NOW, name="VIP")
    add_tag(actor=shop.actor, now=NOW, tag_id=tag.id, customer_ids=[keep, other])
    _say(shop, keep, "email", True, 0)
    _say(shop, other, "email", False, 1)
    moved: list[tuple[UUID, UUID, datetime]] = []

    def move(workspace_id: int, now: datetime, *, from_id: UUID, to_id: UUID) -> None:
        moved.append((from_id, to_id, now))

    customer_movers.add(CustomerMover("test", move))
    try:
        merge_customers(actor=shop.actor, now=NOW, keep_id=keep, other_id=other)
    finally:
        customer_movers._specs.pop("test")

    profile = get_profile(shop.id, keep)
    assert (profile.full_name, profile.email, profile.address) == (
        "An", "an@example.vn", "Hà Nội",
    )  # fmt: skip
    assert find_by_identity(shop.id, "email", "an@example.vn") == keep
    assert moved == [(other, keep, NOW)]
    assert tags_of(shop.id, [keep]) == {keep: (tag,)}
    assert consents_for(shop.id, [keep], "advertising", "email") == set()
    assert len(list_consents(shop.id, keep)) == 2
    assert list_merge_suggestions(shop.id) == []
    assert load_profiles(shop.id, [other]) == {}
    kinds = [event.kind for event in events_of_customer(shop.id, keep)]
    assert kinds.count("customer.merged") == 1
    assert "consent.withdrawn" in kinds


def test_a_merge_keeps_what_else_the_merged_one_was_suggested_with(shop: Shop) -> None:
    keep = a_customer(shop, full_name="An", phone="0912345678")
    other = a_customer(shop, full_name="An B", email="an@example.vn")
    third = a_customer(shop, full_name="An C", phone="0987654321")
    people(
        shop,
        PersonInput(phone="0912345678", email="an@example.vn"),
        PersonInput(phone="0987654321", email="an@example.vn"),
    )

    merge_customers(actor=shop.actor, now=NOW, keep_id=keep, other_id=other)

    (left,) = list_merge_suggestions(shop.id)
    assert {left.customer_id, left.other_id} == {keep, third}


def test_a_dismissed_merge_is_not_suggested_again(shop: Shop) -> None:
    a_customer(shop, phone="0912345678")
    a_customer(shop, email="an@example.vn")
    both = PersonInput(phone="0912345678", email="an@example.vn")
    people(shop, both)
    (suggestion,) = list_merge_suggestions(shop.id)

    dismiss_merge(actor=shop.actor, now=NOW, suggestion_id=suggestion.id)
    people(shop, both)

    assert list_merge_suggestions(shop.id) == []


def test_deleting_removes_the_person_and_keeps_that_consent_was_given(shop: Shop) -> None:
    id_ = a_customer(shop, full_name="Lan", phone="0912345678")
    _say(shop, id_, "any", True, 0)
    erased: list[UUID] = []
    erasers.add(Eraser("test", lambda ws, ids, now: erased.extend(ids)))
    try:
        delete_customer(actor=shop.actor, now=NOW, customer_id=id_)
    finally:
        erasers._specs.pop("test")

    (entry,) = list_consents(shop.id, id_)
    assert erased == [id_]
    assert entry.evidence == {}
    assert load_profiles(shop.id, [id_]) == {}
    assert a_customer(shop, phone="0912345678") != id_
    with pytest.raises(CustomerNotFound):
        delete_customer(actor=shop.actor, now=NOW, customer_id=id_)

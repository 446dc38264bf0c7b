"""The compiled predicate says the same as a plain evaluator over the same people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Composable, Identifier

from donbay.core.registry import FacetContext, SegmentFacet, segment_facets
from donbay.customers.actions import (
    add_tag,
    define_field,
    ensure_tag,
    record_consents,
)
from donbay.customers.types import ConsentInput, FieldDef, PersonInput
from donbay.kit import text
from donbay.segments import queries
from donbay.segments.errors import ConditionValueInvalid, FacetUnknown, OperatorUnknown
from tests.factories.people import NOW, Shop, a_customer, a_shop, people, some_customers

pytestmark = pytest.mark.django_db


@dataclass
class Known:
    """What the plain evaluator knows about a customer."""

    id: UUID
    person: PersonInput
    created_at: datetime
    tags: set[str] = field(default_factory=set)
    consents: dict[tuple[str, str], bool] = field(default_factory=dict)


@dataclass
class World:
    """A shop with people of every kind, and their tags by name."""

    shop: Shop
    tags: dict[str, str]
    known: list[Known]


_PEOPLE = [
    PersonInput(full_name="Nguyễn Thị Hoà", phone="0912345678", gender="female"),
    PersonInput(full_name="Trần Văn Nam", email="nam@example.vn", gender="male"),
    PersonInput(
        full_name="Lê Đức", phone="0987654321", email="duc@shop.vn", birthday=date(1990, 2, 28)
    ),
    PersonInput(
        full_name="50% giảm 'giá'", email="x@example.vn", birthday=date(1985, 11, 23),
        fields={"size": "M", "points": 12, "vip": True},
    ),
    PersonInput(full_name="Phạm Hoa", phone="0901112223", fields={"size": "l", "points": 3.5}),
    PersonInput(
        full_name="Vũ An", phone="0933333333", source={"utm_source": "facebook"},
        fields={"points": 0},
    ),
    PersonInput(full_name="Đỗ Bình", email="b@example.vn", source={"utm_source": "Zalo"}),
]  # fmt: skip
_AGES = [0, 1, 3, 7, 30, 31, 400]


@pytest.fixture(scope="module")
def _names() -> list[str]:
    return ["Khách quen", "VIP", "Sỉ"]


@pytest.fixture
def world(_names: list[str]) -> World:
    shop = a_shop()
    for key, kind in (("size", "text"), ("points", "number"), ("vip", "boolean")):
        definition = FieldDef(key, key, kind)  # type: ignore[arg-type]
        define_field(actor=shop.actor, now=NOW, definition=definition)
    known = []
    for person, age in zip(_PEOPLE, _AGES, strict=True):
        created = NOW - timedelta(days=age)
        (made,) = people(shop, person, now=created)
        known.append(Known(made.customer_id, person, created))
    tags = {}
    for index, name in enumerate(_names):
        tag = ensure_tag(actor=shop.actor, now=NOW, name=name)
        tags[name] = str(tag.id)
        members = [one for position, one in enumerate(known) if position % (index + 2) == 0]
        ids = [one.id for one in members]
        add_tag(actor=shop.actor, now=NOW, tag_id=tag.id, customer_ids=ids)
        for one in members:
            one.tags.add(name)
    _consents(shop, known)
    return World(shop, tags, known)


def _consents(shop: Shop, known: list[Known]) -> None:
    words = [
        (0, "advertising", "any", True), (1, "advertising", "email", True),
        (2, "advertising", "any", False), (3, "care", "any", True),
        (4, "advertising", "sms", False),
    ]  # fmt: skip
    consents = [
        ConsentInput(known[i].id, purpose, channel, granted, "form")  # type: ignore[arg-type]
        for i, purpose, channel, granted in words
    ]
    record_consents(actor=shop.actor, now=NOW, consents=consents)
    for index, purpose, channel, granted in words:
        known[index].consents[purpose, channel] = granted


def evaluate(tree: Any, one: Known, tags: dict[str, str]) -> bool:
    """Tell, without any SQL, whether a tree holds for a customer."""
    if "facet" not in tree:
        found = [evaluate(item, one, tags) for item in tree["items"]]
        return {"all": all(found), "any": any(found), "not": not any(found)}[tree["op"]]
    holds: bool = _FACETS[tree["facet"]](one, tree["operator"], tree.get("value"), tags)
    return holds


def _tag(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    has = any(tags[name] == value for name in one.tags)
    return has if operator == "has" else not has


def _name(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    words = [text.fold(one.person.full_name), one.person.email or ""]
    has = any(text.fold(value) in word for word in words)
    return has if operator == "contains" else not has


def _contact(name: str) -> Any:
    def holds(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
        stored = getattr(one.person, name)
        if operator == "contains":
            return value.lower() in stored
        return bool(stored) == (operator == "present")

    return holds


def _created(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    if operator.endswith("_days"):
        within = one.created_at > NOW - timedelta(days=value)
        return within if operator == "within_days" else not within
    local = (one.created_at + timedelta(hours=7)).date()
    wanted = date.fromisoformat(value)
    return {"before": local < wanted, "on": local == wanted, "after": local > wanted}[operator]


def _birthday(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    day = one.person.birthday
    if operator in ("present", "absent"):
        return (day is not None) == (operator == "present")
    if day is None:
        return False
    if operator == "month_is":
        return bool(day.month == value)
    return (day.month, day.day) == (NOW.month, NOW.day)


def _word(stored: str, operator: str, value: Any) -> bool:
    return {
        "is": stored.lower() == str(value).lower(),
        "is_not": stored.lower() != str(value).lower(),
        "contains": str(value).lower() in stored.lower(),
        "present": bool(stored),
        "absent": not stored,
    }[operator]


def _source(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    return _word(one.person.source.get("utm_source", ""), operator, value)


def _gender(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    return _word(one.person.gender, operator, value)


def _consent(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    words = [one.consents.get((value["purpose"], c)) for c in (value["channel"], "any")]
    said = [word for word in words if word is not None]
    granted = bool(said) and all(said)
    return granted if operator == "granted" else not granted


def _field(one: Known, operator: str, value: Any, tags: dict[str, str]) -> bool:
    stored, wanted = one.person.fields.get(value["field"]), value.get("value")
    if operator in ("gt", "gte", "lt", "lte"):
        if isinstance(stored, bool) or not isinstance(stored, int | float):
            return False
        return {
            "gt": stored > wanted, "gte": stored >= wanted, "lt": stored < wanted,
            "lte": stored <= wanted,
        }[operator] is True  # fmt: skip
    shown = "" if stored is None else str(stored).lower() if stored is True else str(stored)
    return _word(shown, operator, wanted)


_FACETS: dict[str, Any] = {
    "customer.tag": _tag,
    "customer.name": _name,
    "customer.email": _contact("email"),
    "customer.phone": _contact("phone"),
    "customer.created": _created,
    "customer.birthday": _birthday,
    "customer.gender": _gender,
    "customer.source": _source,
    "customer.consent": _consent,
    "customer.field": _field,
}


def _leaf(facet: str, operators: list[str], value: st.SearchStrategy[Any]) -> Any:
    return st.fixed_dictionaries(
        {"facet": st.just(facet), "operator": st.sampled_from(operators), "value": value}
    )


def _leaves(tags: dict[str, str]) -> st.SearchStrategy[Any]:
    words = st.sampled_from(["hoa", "Hòa", "50%", "'giá'", "đ", "an", "zalo", "facebook", "M"])
    days = st.sampled_from(["2026-11-22", "2026-11-23", "2026-10-24", "2026-11-24"])
    plain = ["is", "is_not", "contains", "present", "absent"]
    fields = st.sampled_from(["size", "points", "vip", "other"])
    return st.one_of(
        _leaf("customer.tag", ["has", "has_not"], st.sampled_from(list(tags.values()))),
        _leaf("customer.name", ["contains", "contains_not"], words),
        _leaf("customer.email", ["present", "absent"], st.none()),
        _leaf("customer.email", ["contains"], st.sampled_from(["example.vn", "DUC@", "nam"])),
        _leaf("customer.phone", ["present", "absent"], st.none()),
        _leaf("customer.created", ["within_days", "older_than_days"], st.sampled_from(_AGES)),
        _leaf("customer.created", ["before", "on", "after"], days),
        _leaf("customer.birthday", ["month_is"], st.sampled_from([2, 11, 12])),
        _leaf("customer.birthday", ["is_today", "present", "absent"], st.none()),
        _leaf("customer.gender", ["is", "is_not"], st.sampled_from(["female", "male"])),
        _leaf("customer.source", plain, words),
        _leaf(
            "customer.consent", ["granted", "not_granted"],
            st.fixed_dictionaries({
                "purpose": st.sampled_from(["advertising", "care"]),
                "channel": st.sampled_from(["email", "sms"]),
            }),
        ),
        _leaf("customer.field", plain, st.fixed_dictionaries({"field": fields, "value": words})),
        _leaf(
            "customer.field", ["gt", "gte", "lt", "lte"],
            st.fixed_dictionaries({
                "field": fields, "value": st.sampled_from([0, 3, 3.5, 12, -1]),
            }),
        ),
    )  # fmt: skip


def _trees(tags: dict[str, str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        _leaves(tags),
        lambda inner: st.fixed_dictionaries(
            {"op": st.sampled_from(["all", "any", "not"]), "items": st.lists(inner, max_size=4)}
        ),
        max_leaves=8,
    )


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_compiled_sql_agrees_with_the_plain_evaluator(world: World, data: st.DataObject) -> None:
    tree = {"version": 1, **data.draw(_trees(world.tags))}

    expected = {one.id for one in world.known if evaluate(tree, one, world.tags)}

    ids = [one.id for one in world.known]
    assert queries.match_ids(world.shop.id, tree, ids, NOW) == expected
    assert queries.count(world.shop.id, tree, NOW) == len(expected)
    assert queries.list_ids(world.shop.id, tree, NOW) == sorted(expected)


def test_every_facet_of_the_customers_room_is_in_the_comparison() -> None:
    keys = {key for key in segment_facets.keys() if key.startswith("customer.")}  # noqa: SIM118

    assert keys == _FACETS.keys()


def test_people_of_another_shop_are_never_found(world: World) -> None:
    other = a_shop()
    (stranger,) = people(other, PersonInput(full_name="Lạ", phone="0977777777"))
    everybody = {"version": 1, "op": "all", "items": []}
    tag = {"version": 1, "facet": "customer.tag", "operator": "has_not",
           "value": world.tags["VIP"]}  # fmt: skip

    assert queries.count(other.id, everybody, NOW) == 1
    assert queries.match_ids(world.shop.id, everybody, [stranger.customer_id], NOW) == set()
    assert queries.list_ids(other.id, tag, NOW) == [stranger.customer_id]


def test_listing_goes_on_after_an_id(world: World) -> None:
    everybody = {"version": 1, "op": "all", "items": []}

    first = queries.list_ids(world.shop.id, everybody, NOW, limit=3)
    rest = queries.list_ids(world.shop.id, everybody, NOW, after=first[-1])

    assert sorted(first + rest) == sorted(one.id for one in world.known)
    assert len(first + rest) == len(world.known)


def test_an_unknown_facet_says_so_in_both_languages() -> None:
    shop = a_shop()
    tree = {"version": 1, "op": "all", "items": [{"facet": "moon.phase", "operator": "is"}]}

    with pytest.raises(FacetUnknown) as caught:
        queries.count(shop.id, tree, NOW)

    assert "moon.phase" in caught.value.message("vi")
    assert "moon.phase" in caught.value.message("en")
    assert caught.value.problems[0].pointer == "/tree/items/0"


def test_an_unknown_operator_says_so() -> None:
    tree = {"version": 1, "facet": "customer.email", "operator": "smells_like"}

    with pytest.raises(OperatorUnknown):
        queries.count(a_shop().id, tree, NOW)


@pytest.mark.parametrize(
    ("facet", "operator", "value"),
    [
        ("customer.tag", "has", "not-a-uuid"),
        ("customer.tag", "has", None),
        ("customer.created", "within_days", "7"),
        ("customer.created", "within_days", -1),
        ("customer.created", "within_days", 10**12),
        ("customer.created", "on", "31/12/2026"),
        ("customer.birthday", "month_is", 13),
        ("customer.source", "is", ""),
        ("customer.consent", "granted", {"purpose": "fun"}),
        ("customer.consent", "granted", None),
        ("customer.field", "is", {"value": "x"}),
        ("customer.field", "gt", {"field": "points", "value": None}),
    ],
)
def test_a_value_that_does_not_fit_is_refused(facet: str, operator: str, value: Any) -> None:
    tree = {"version": 1, "facet": facet, "operator": operator, "value": value}

    with pytest.raises(ConditionValueInvalid):
        queries.count(a_shop().id, tree, NOW)


def test_a_value_is_data_and_never_sql(world: World) -> None:
    evil = "x') OR 1=1; DROP TABLE customers_customer; --"
    tree = {"version": 1, "facet": "customer.source", "operator": "is", "value": evil}

    assert queries.count(world.shop.id, tree, NOW) == 0
    assert queries.count(world.shop.id, {"version": 1, "op": "not", "items": []}, NOW) == 7


def test_another_room_adds_a_facet_without_touching_the_compiler(world: World) -> None:
    def compile_(context: FacetContext, operator: str, value: Any) -> Composable:
        return SQL("length({}) > 8").format(Identifier(context.alias, "full_name"))

    facet = SegmentFacet("test.long_name", "Tên dài", "Long name", "none", ("is",), compile_)
    segment_facets.add(facet)
    try:
        tree = {"version": 1, "facet": "test.long_name", "operator": "is"}
        assert queries.count(world.shop.id, tree, NOW) == sum(
            len(one.person.full_name) > 8 for one in world.known
        )
    finally:
        segment_facets._specs.pop("test.long_name")


def test_now_is_in_business_time(world: World) -> None:
    tree = {"version": 1, "facet": "customer.created", "operator": "within_days", "value": 1}

    later = datetime(2027, 6, 1, tzinfo=UTC)

    assert queries.count(world.shop.id, tree, NOW) == 1
    assert queries.count(world.shop.id, tree, later) == 0


def _tagged(tag_id: str) -> dict[str, Any]:
    return {"version": 1, "facet": "customer.tag", "operator": "has", "value": tag_id}


def test_customers_inside_a_flow_are_answered_in_their_order() -> None:
    shop = a_shop()
    first, second, third = (a_customer(shop, full_name=name) for name in ("Lan", "Mai", "Hoa"))
    tag_id = ensure_tag(actor=shop.actor, now=NOW, name="VIP").id
    add_tag(actor=shop.actor, now=NOW, tag_id=tag_id, customer_ids=[first, third])
    ids = [second, third, UUID(int=0), first, third]

    holds = queries.match_inside(shop.id, _tagged(str(tag_id)), ids, [NOW] * 5, NOW)

    assert holds == [False, True, False, True, True]
    assert queries.match_inside(shop.id, _tagged(str(tag_id)), [], [], NOW) == []


def test_asking_about_those_inside_reads_nobody_else() -> None:
    shop = a_shop()
    ids = some_customers(shop, 500)
    tag_id = ensure_tag(actor=shop.actor, now=NOW, name="VIP").id
    add_tag(actor=shop.actor, now=NOW, tag_id=tag_id, customer_ids=ids)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_customer, customers_customer_tag")
    with CaptureQueriesContext(connection) as asked:
        queries.match_inside(shop.id, _tagged(str(tag_id)), ids[:200], [NOW] * 200, NOW)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked[0]["sql"].replace("%", "%%"))
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Seq Scan" not in plan
    assert "Join" not in plan
    assert "hashed" not in plan

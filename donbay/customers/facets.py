"""What segment conditions may ask about a customer's own profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from donbay.accounts.queries import workspace_zone
from donbay.core.registry import FacetContext, SegmentFacet
from donbay.customers.queries import list_fields, list_tags
from donbay.customers.types import CONSENT_CHANNELS, PURPOSES
from donbay.kit import text
from donbay.kit.clock import at_local

_COMPARE = {"gt": SQL(">"), "gte": SQL(">="), "lt": SQL("<"), "lte": SQL("<=")}
_MAX_DAYS = 36_500


def column(context: FacetContext, name: str) -> Composable:
    """Return a column of the customer row that the condition is about."""
    return Identifier(context.alias, name)


def compile_tag(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has, or has not, a tag; the value is the tag's id."""
    has = SQL(
        "EXISTS (SELECT 1 FROM customers_customer_tag AS link"
        " WHERE link.workspace_id = {workspace} AND link.tag_id = {tag}"
        " AND link.customer_id = {customer})"
    ).format(
        workspace=Literal(context.workspace_id),
        tag=Literal(UUID(str(value))),
        customer=column(context, "id"),
    )
    return _not(has) if operator == "has_not" else has


def compile_contact(name: str) -> Callable[[FacetContext, str, Any], Composable]:
    """Return the compiler for a phone or e-mail that is there, not there, or contains a text."""

    def compile_(context: FacetContext, operator: str, value: Any) -> Composable:
        there = SQL("coalesce({}, '') <> ''").format(column(context, name))
        if operator == "present":
            return there
        if operator == "absent":
            return _not(there)
        wanted = _words(value).lower()
        return SQL("strpos(coalesce({}, ''), {}) > 0").format(
            column(context, name), Literal(wanted)
        )

    return compile_


def compile_name(context: FacetContext, operator: str, value: Any) -> Composable:
    """Is found by these words in the name, accents or not."""
    wanted = text.fold(_words(value))
    found = SQL("strpos({}, {}) > 0").format(column(context, "search_text"), Literal(wanted))
    return _not(found) if operator == "contains_not" else found


def compile_text(
    read: Callable[[FacetContext], Composable],
) -> Callable[[FacetContext, str, Any], Composable]:
    """Return the compiler for a short text: is, is_not, contains, present, absent."""

    def compile_(context: FacetContext, operator: str, value: Any) -> Composable:
        stored = SQL("coalesce({}, '')").format(read(context))
        if operator in ("present", "absent"):
            return SQL("{} {} ''").format(stored, SQL("<>" if operator == "present" else "="))
        wanted = Literal(_words(value).lower())
        if operator == "contains":
            return SQL("strpos(lower({}), {}) > 0").format(stored, wanted)
        same = SQL("lower({}) = {}").format(stored, wanted)
        return _not(same) if operator == "is_not" else same

    return compile_


def compile_created(context: FacetContext, operator: str, value: Any) -> Composable:
    """Became a customer before, on or after a day, or within or longer than N days ago."""
    created = column(context, "created_at")
    if operator == "within_days":
        return SQL("{} > {}").format(created, Literal(context.now - days(value)))
    if operator == "older_than_days":
        return SQL("{} <= {}").format(created, Literal(context.now - days(value)))
    start, end = day_bounds(context.workspace_id, value)
    if operator == "before":
        return SQL("{} < {}").format(created, Literal(start))
    if operator == "after":
        return SQL("{} >= {}").format(created, Literal(end))
    return SQL("({0} >= {1} AND {0} < {2})").format(created, Literal(start), Literal(end))


def compile_birthday(context: FacetContext, operator: str, value: Any) -> Composable:
    """Has a birthday in a month, today, or at all."""
    birthday = column(context, "birthday")
    if operator in ("present", "absent"):
        return SQL("{} IS {} NULL").format(birthday, SQL("NOT" if operator == "present" else ""))
    if operator == "month_is":
        return SQL("extract(month FROM {}) = {}").format(birthday, Literal(_month(value)))
    today = context.now.astimezone(workspace_zone(context.workspace_id)).date()
    return SQL("(extract(month FROM {0}) = {1} AND extract(day FROM {0}) = {2})").format(
        birthday, Literal(today.month), Literal(today.day)
    )


def compile_consent(context: FacetContext, operator: str, value: Any) -> Composable:
    """Agrees, or does not, to messages of a purpose on a channel: {purpose, channel}."""
    given = _mapping(value)
    purpose, channel = given.get("purpose"), given.get("channel", "any")
    if purpose not in PURPOSES or channel not in CONSENT_CHANNELS:
        raise ValueError("purpose and channel")
    granted = SQL(
        "coalesce((SELECT word.granted FROM customers_consent_state AS word"
        " WHERE word.workspace_id = {workspace} AND word.customer_id = {customer}"
        " AND word.purpose = {purpose} AND word.channel IN ({channel}, 'any')"
        " ORDER BY word.at DESC, word.granted LIMIT 1), false)"
    ).format(
        workspace=Literal(context.workspace_id),
        customer=column(context, "id"),
        purpose=Literal(purpose),
        channel=Literal(channel),
    )
    return _not(granted) if operator == "not_granted" else granted


def compile_field(context: FacetContext, operator: str, value: Any) -> Composable:
    """Compare a custom field: {field, value}; numbers as numbers, dates and texts as texts."""
    given = _mapping(value)
    key = given.get("field")
    if not isinstance(key, str) or not key:
        raise ValueError("field")
    stored = SQL("{} -> {}").format(column(context, "fields"), Literal(key))
    shown = SQL("({} ->> {})").format(column(context, "fields"), Literal(key))
    if operator in ("present", "absent"):
        there = SQL("coalesce({}, '') <> ''").format(shown)
        return _not(there) if operator == "absent" else there
    wanted = given.get("value")
    if operator in _COMPARE:
        return _compare_field(stored, shown, operator, wanted)
    folded = Literal(_words(_shown(wanted)).lower())
    if operator == "contains":
        return SQL("strpos(lower(coalesce({}, '')), {}) > 0").format(shown, folded)
    same = SQL("lower(coalesce({}, '')) = {}").format(shown, folded)
    return _not(same) if operator == "is_not" else same


def days(value: Any) -> timedelta:
    """Return a whole number of days from 0 to 100 years; raise ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_DAYS:
        raise ValueError("days")
    return timedelta(days=value)


def day_bounds(workspace_id: int, value: Any) -> tuple[datetime, datetime]:
    """Return the first instant of an ISO day and of the next, in the workspace's zone."""
    day = date.fromisoformat(str(value))
    zone = workspace_zone(workspace_id)
    return at_local(day, time(), zone), at_local(day + timedelta(days=1), time(), zone)


def facets() -> list[SegmentFacet]:
    """Return every facet of this room."""
    touched = frozenset({"customer.created", "customer.updated", "customer.merged"})
    tagged = frozenset({"customer.tagged", "customer.untagged", "customer.merged"})
    consented = frozenset({"consent.granted", "consent.withdrawn", "customer.merged"})
    plain = ("is", "is_not", "contains", "present", "absent")
    return [
        SegmentFacet(
            "customer.tag", "Thẻ", "Tag", "tag", ("has", "has_not"), compile_tag, tagged,
            choices=lambda ws: [{"value": str(t.id), "label": t.name} for t in list_tags(ws)],
        ),
        SegmentFacet(
            "customer.name", "Họ tên", "Name", "text", ("contains", "contains_not"), compile_name,
            touched,
        ),
        SegmentFacet(
            "customer.email", "E-mail", "E-mail", "text", ("present", "absent", "contains"),
            compile_contact("email"), touched,
        ),
        SegmentFacet(
            "customer.phone", "Số điện thoại", "Phone", "text", ("present", "absent", "contains"),
            compile_contact("phone"), touched,
        ),
        SegmentFacet(
            "customer.created", "Ngày tạo", "Created", "date",
            ("within_days", "older_than_days", "before", "on", "after"), compile_created, touched,
        ),
        SegmentFacet(
            "customer.birthday", "Sinh nhật", "Birthday", "month",
            ("month_is", "is_today", "present", "absent"), compile_birthday, touched,
        ),
        SegmentFacet(
            "customer.gender", "Giới tính", "Gender", "gender", ("is", "is_not"),
            compile_text(lambda context: column(context, "gender")), touched,
            choices=lambda _: [
                {"value": "female", "label": "Nữ / Female"},
                {"value": "male", "label": "Nam / Male"},
                {"value": "other", "label": "Khác / Other"},
            ],
        ),
        SegmentFacet(
            "customer.source", "Nguồn (utm_source)", "Source (utm_source)", "text", plain,
            compile_text(
                lambda context: SQL("{} ->> 'utm_source'").format(column(context, "source"))
            ),
            touched,
        ),
        SegmentFacet(
            "customer.consent", "Đồng ý nhận tin", "Consent", "consent",
            ("granted", "not_granted"), compile_consent, consented,
        ),
        SegmentFacet(
            "customer.field", "Trường tuỳ chỉnh", "Custom field", "field",
            (*plain, "gt", "gte", "lt", "lte"), compile_field, touched,
            choices=lambda ws: [{"value": f.key, "label": f.label} for f in list_fields(ws)],
        ),
    ]  # fmt: skip


def _compare_field(stored: Composable, shown: Composable, operator: str, wanted: Any) -> Composable:
    sign = _COMPARE[operator]
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        number = SQL("CASE WHEN jsonb_typeof({}) = 'number' THEN {}::numeric END").format(
            stored, shown
        )
        return SQL("({} {} {}) IS TRUE").format(number, sign, Literal(wanted))
    return SQL('({} COLLATE "C" {} {}) IS TRUE').format(shown, sign, Literal(_words(wanted)))


def _not(predicate: Composable) -> Composed:
    return SQL("NOT ({})").format(predicate)


def _words(value: Any) -> str:
    if not isinstance(value, str) or not text.clean(value):
        raise ValueError("text")
    return text.clean(value)


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("object")
    return value


def _month(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 12:
        raise ValueError("month")
    return value

"""Takes in what visitors sent through lead forms: who, what, and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.db.transaction import atomic

from donbay.core.errors import DomainError
from donbay.core.registry import Capture, CaptureOutcome
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions import record_consents, upsert_people
from donbay.customers.queries import list_fields
from donbay.customers.types import ConsentInput, PersonInput
from donbay.kit.ids import uuid7
from donbay.log.actions import append
from donbay.log.types import NewEvent
from donbay.sites.errors import BadAnswers, UnknownForm
from donbay.sites.forms import Checked, check_values
from donbay.sites.queries import load_specs
from donbay.sites.types import FormSpec

SQL = Sql("donbay.sites")
_UTM = ("source", "medium", "campaign", "term", "content")
_EVIDENCE = ("ip", "user_agent", "url", "lang")


@dataclass(slots=True)
class Answer:
    """A capture that fits its form."""

    capture: Capture
    page_id: UUID
    version: int
    spec: FormSpec
    checked: Checked
    submission_id: UUID
    utm: Mapping[str, str]


@atomic
def take_submissions(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Turn form captures into customers, consents, submissions and events.

    A constant number of statements for a batch; a capture taken in before gives its first
    result again; one that does not fit its form is answered with an error and kept by intake.
    """
    known = _taken(workspace_id, captures)
    fresh = [capture for capture in captures if capture.client_id not in known]
    answers, refused = _read(workspace_id, fresh)
    customers = _customers(workspace_id, answers, now)
    _record_consents(workspace_id, answers, customers, now)
    _insert(workspace_id, answers, customers, [now] * len(answers))
    append([_event(answer, customers[answer.capture.id], now) for answer in answers])
    done = {
        answer.capture.id: (answer.submission_id, customers[answer.capture.id])
        for answer in answers
    }
    return [_outcome(capture, known, done, refused) for capture in captures]


@atomic
def record_past_submissions(
    *, actor: Actor, captures: Sequence[Capture], customers: Mapping[int, UUID]
) -> None:
    """Keep what known customers sent in the past, each at the time it was received.

    `customers`: capture id → who sent it. Raises what is wrong with the first capture that does
    not fit its form.
    """
    answers, refused = _read(actor.workspace_id, captures)
    for error in refused.values():
        raise error
    consents = [
        replace(consent, at=answer.capture.received_at)
        for answer in answers
        for consent in _consents(answer, customers[answer.capture.id])
    ]
    times = [answer.capture.received_at for answer in answers]
    if times:
        record_consents(actor=actor, now=max(times), consents=consents)
        _insert(actor.workspace_id, answers, customers, times)
    append(
        [
            _event(answer, customers[answer.capture.id], answer.capture.received_at)
            for answer in answers
        ]
    )


def _taken(workspace_id: int, captures: Sequence[Capture]) -> dict[UUID, tuple[UUID, UUID | None]]:
    client_ids = [capture.client_id for capture in captures]
    rows = SQL.rows("taken_submissions", {"workspace_id": workspace_id, "client_ids": client_ids})
    return {client_id: (id_, customer_id) for client_id, id_, customer_id in rows}


def _read(
    workspace_id: int, captures: Sequence[Capture]
) -> tuple[list[Answer], dict[int, DomainError]]:
    places = {capture.id: _place(capture.payload) for capture in captures}
    specs = load_specs(workspace_id, {place for place in places.values() if place})
    answers: list[Answer] = []
    refused: dict[int, DomainError] = {}
    for capture in captures:
        place = places[capture.id]
        spec = specs.get(place, {}).get(str(capture.payload.get("form_id"))) if place else None
        if place is None or spec is None or spec.kind != "lead":
            refused[capture.id] = UnknownForm()
            continue
        checked = check_values(spec, _raw(capture.payload))
        if not checked.ok:
            refused[capture.id] = BadAnswers(fields=", ".join(sorted(checked.problems)))
            continue
        answers.append(Answer(capture, *place, spec, checked, uuid7(), _utm(capture)))
    return answers, refused


def _place(payload: Mapping[str, Any]) -> tuple[UUID, int] | None:
    return _read_place(str(payload.get("page_id")), str(payload.get("version")))


@lru_cache(maxsize=256)
def _read_place(page_id: str, version: str) -> tuple[UUID, int] | None:
    """Read where a form stood; a batch comes from a handful of pages."""
    try:
        return UUID(page_id), int(version)
    except ValueError:
        return None


def _raw(payload: Mapping[str, Any]) -> dict[str, str]:
    values = payload.get("values")
    given = values.items() if isinstance(values, Mapping) else ()
    raw = {str(key): str(value) for key, value in given if value is not None}
    raw["consent"] = "1" if payload.get("consent") is True else ""
    return raw


def _customers(
    workspace_id: int, answers: Sequence[Answer], now: datetime
) -> dict[int, UUID | None]:
    """Find or make the customer of each answer; without phone and e-mail there is none."""
    defined = (
        frozenset(field.key for field in list_fields(workspace_id)) if answers else frozenset()
    )
    people = [_person(answer, defined) for answer in answers]
    reachable = [
        (answer, person)
        for answer, person in zip(answers, people, strict=True)
        if person.phone or person.email
    ]
    found = upsert_people(
        actor=Actor.system(workspace_id),
        now=now,
        people=[person for _, person in reachable],
        overwrite=False,
    )
    customers: dict[int, UUID | None] = dict.fromkeys(answer.capture.id for answer in answers)
    for (answer, _), person in zip(reachable, found, strict=True):
        customers[answer.capture.id] = person.customer_id
    return customers


def _person(answer: Answer, defined: frozenset[str]) -> PersonInput:
    by_type: dict[str, str] = {}
    custom: dict[str, str] = {}
    for question in answer.spec.fields:
        value = answer.checked.values.get(question.key)
        if value is None:
            continue
        if question.type in ("name", "phone", "email", "address"):
            by_type.setdefault(question.type, value)
        elif question.key in defined:
            custom[question.key] = value
    return PersonInput(
        full_name=by_type.get("name", ""),
        phone=by_type.get("phone", ""),
        email=by_type.get("email", ""),
        address=by_type.get("address", ""),
        fields=custom,
        source={**answer.utm, "page_id": str(answer.page_id)},
    )


def _utm(capture: Capture) -> dict[str, str]:
    given = capture.context.get("utm")
    if not isinstance(given, Mapping):
        return {}
    return {f"utm_{name}": str(given[name])[:200] for name in _UTM if given.get(name)}


def _record_consents(
    workspace_id: int,
    answers: Sequence[Answer],
    customers: Mapping[int, UUID | None],
    now: datetime,
) -> None:
    record_consents(
        actor=Actor.system(workspace_id),
        now=now,
        consents=[
            consent
            for answer in answers
            if (customer_id := customers[answer.capture.id]) is not None
            for consent in _consents(answer, customer_id)
        ],
    )


def _consents(answer: Answer, customer_id: UUID) -> list[ConsentInput]:
    """Return one line per channel, only when the box was ticked by the visitor."""
    agreed = answer.spec.consent
    if agreed is None or not answer.checked.consent:
        return []
    context = answer.capture.context
    evidence: dict[str, Any] = {
        name: str(context[name])[:1000] for name in _EVIDENCE if context.get(name)
    }
    evidence |= {
        "page_id": answer.page_id,
        "form_id": answer.spec.form_id,
        "publication": str(answer.version),
        "text_hash": agreed.version_hash,
        "received_at": answer.capture.received_at,
    }
    return [
        ConsentInput(
            customer_id=customer_id,
            purpose=agreed.purpose,  # type: ignore[arg-type]  # the tree's schema holds it
            channel=channel,  # type: ignore[arg-type]
            granted=True,
            method="form",
            text=agreed.text,
            evidence=evidence,
        )
        for channel in agreed.channels
    ]


def _insert(
    workspace_id: int,
    answers: Sequence[Answer],
    customers: Mapping[int, UUID | None] | Mapping[int, UUID],
    times: Sequence[datetime],
) -> None:
    if not answers:
        return
    SQL.execute(
        "insert_submissions",
        {
            "workspace_id": workspace_id,
            "ats": list(times),
            "ids": [answer.submission_id for answer in answers],
            "page_ids": [answer.page_id for answer in answers],
            "form_ids": [answer.spec.form_id for answer in answers],
            "versions": [answer.version for answer in answers],
            "client_ids": [answer.capture.client_id for answer in answers],
            "customer_ids": [customers[answer.capture.id] for answer in answers],
            "answers": [_json(answer.checked.values) for answer in answers],
            "utms": [_json(answer.utm) for answer in answers],
            "consents": [answer.checked.consent for answer in answers],
        },
    )


def _json(value: Mapping[str, str]) -> str:
    return orjson.dumps(dict(value)).decode()


def _event(answer: Answer, customer_id: UUID | None, now: datetime) -> NewEvent:
    data = {
        "page_id": answer.page_id,
        "form_id": answer.spec.form_id,
        "submission_id": answer.submission_id,
        "consent": answer.checked.consent,
        **answer.utm,
    }
    return NewEvent(
        answer.capture.workspace_id, "form.submitted", now, customer_id, answer.submission_id, data
    )


def _outcome(
    capture: Capture,
    known: Mapping[UUID, tuple[UUID, UUID | None]],
    done: Mapping[int, tuple[UUID, UUID | None]],
    refused: Mapping[int, DomainError],
) -> CaptureOutcome:
    error = refused.get(capture.id)
    if error is not None:
        words = {"code": error.code, "vi": error.message("vi"), "en": error.message("en")}
        return CaptureOutcome(capture.id, error=words)
    submission_id, customer_id = done.get(capture.id) or known[capture.client_id]
    return CaptureOutcome(
        capture.id,
        result={
            "submission_id": str(submission_id),
            "customer_id": str(customer_id) if customer_id else None,
        },
    )

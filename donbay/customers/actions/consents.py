"""Write the consent ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db.transaction import atomic

from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.models import ConsentText
from donbay.customers.queries.consents import consent_states
from donbay.customers.types import ConsentInput
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.customers")


@lru_cache(maxsize=256)
def text_hash(text: str) -> str:
    """Return the version of a consent text: SHA-256 of the very sentence, in hex."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


@atomic
def record_consents(*, actor: Actor, now: datetime, consents: Sequence[ConsentInput]) -> None:
    """Add lines to the ledger and remember the last word; an event for each word that changed."""
    if not consents:
        return
    workspace_id = actor.workspace_id
    _keep_texts(workspace_id, now, consents)
    lines = {
        **_columns(consents, now),
        "methods": [consent.method for consent in consents],
        "text_hashes": [text_hash(consent.text) for consent in consents],
        "evidences": [orjson.dumps(dict(consent.evidence)).decode() for consent in consents],
    }
    who = {"workspace_id": workspace_id, "recorded_by": actor.name}
    SQL.execute("insert_consents", {**who, **lines})
    latest = _latest(consents, now)
    before = consent_states(workspace_id, [consent.customer_id for consent in consents])
    SQL.execute("upsert_consent_states", {"workspace_id": workspace_id, **_columns(latest, now)})
    append(
        [
            NewEvent(
                workspace_id,
                "consent.granted" if word.granted else "consent.withdrawn",
                word.at or now,
                word.customer_id,
                None,
                {"purpose": word.purpose, "channel": word.channel, "method": word.method},
            )
            for word in latest
            if before.get((word.customer_id, word.purpose, word.channel)) != word.granted
        ]
    )


def _keep_texts(workspace_id: int, now: datetime, consents: Sequence[ConsentInput]) -> None:
    texts = {text_hash(consent.text): consent.text for consent in consents if consent.text}
    known = ConsentText.objects.for_workspace(workspace_id).filter(hash__in=texts)
    for known_hash in known.values_list("hash", flat=True):
        texts.pop(known_hash)
    if texts:
        SQL.execute(
            "keep_consent_texts",
            {
                "workspace_id": workspace_id,
                "now": now,
                "hashes": list(texts),
                "texts": list(texts.values()),
            },
        )


def _latest(consents: Sequence[ConsentInput], now: datetime) -> list[ConsentInput]:
    words: dict[tuple[Any, ...], ConsentInput] = {}
    for consent in sorted(consents, key=lambda given: given.at or now):
        words[consent.customer_id, consent.purpose, consent.channel] = consent
    return list(words.values())


def _columns(words: Sequence[ConsentInput], now: datetime) -> dict[str, object]:
    return {
        "customer_ids": [word.customer_id for word in words],
        "purposes": [word.purpose for word in words],
        "channels": [word.channel for word in words],
        "granted": [word.granted for word in words],
        "ats": [word.at or now for word in words],
    }

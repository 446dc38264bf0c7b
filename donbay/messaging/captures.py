"""What the edge caught from mails: opens, clicks, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.core.registry import Capture, CaptureOutcome
from donbay.core.sqlfile import Sql
from donbay.log import actions as log
from donbay.log.types import NewEvent
from donbay.messaging.actions import unsubscribe
from donbay.messaging.refusals import confirm_refusals
from donbay.messaging.tracking import CLICK, OPEN, UNSUBSCRIBE, Touch, is_machine, read_token

SQL = Sql("donbay.messaging")

_BAD_TOKEN = {
    "code": "token_bad",
    "vi": "Liên kết không phải do hệ thống này tạo, hoặc đã bị sửa.",
    "en": "This link was not made by this system, or it was changed.",
}
_GONE = {
    "code": "message_unknown",
    "vi": "Không còn thư mà liên kết này nói đến.",
    "en": "The message this link belongs to is no longer there.",
}


@dataclass(frozen=True, slots=True)
class _Owner:
    customer_id: UUID
    content_id: UUID
    address: str
    channel: str
    source_kind: str
    source_id: UUID
    run_id: int


@dataclass(frozen=True, slots=True)
class _Touched:
    capture: Capture
    touch: Touch
    owner: _Owner


def process_opens(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Count opens; the first by a person is an event."""
    touched, outcomes = _match(workspace_id, OPEN, captures)
    _engage(workspace_id, "open", touched, now)
    return outcomes


def process_clicks(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Count clicks; the first of a person on each link is an event."""
    touched, outcomes = _match(workspace_id, CLICK, captures)
    _engage(workspace_id, "click", touched, now)
    return outcomes


def process_unsubscribes(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Honour refusals at once and confirm them; only a POST is one (RFC 8058)."""
    touched, outcomes = _match(workspace_id, UNSUBSCRIBE, captures)
    posted = [
        item
        for item in touched
        if str(item.capture.payload.get("method", "POST")).upper() == "POST"
    ]
    seen = {item.owner.customer_id: item for item in posted}
    refusals = {id_: (item.owner.address, _evidence(item)) for id_, item in seen.items()}
    unsubscribe(now=now, workspace_id=workspace_id, refusals=refusals)
    refused = {id_: item.touch.message_id for id_, item in seen.items() if item.owner.address}
    confirm_refusals(workspace_id, refused, now)
    log.append([_event("message.unsubscribed", workspace_id, item, now) for item in seen.values()])
    return outcomes


def _evidence(item: _Touched) -> dict[str, Any]:
    kept = {key: item.capture.context.get(key) for key in ("ip", "user_agent", "url", "lang")}
    return {**kept, "message_id": item.touch.message_id}


def _match(
    workspace_id: int, kind: str, captures: Sequence[Capture]
) -> tuple[list[_Touched], list[CaptureOutcome]]:
    touches = {c.id: read_token(kind, str(c.payload.get("token", ""))) for c in captures}
    ids = {t.message_id for t in touches.values() if t and t.workspace_id == workspace_id}
    rows = SQL.rows("messages_of_tokens", {"workspace_id": workspace_id, "ids": sorted(ids)})
    owners = {row[0]: _Owner(*row[1:]) for row in rows}
    touched, outcomes = [], []
    for capture in captures:
        touch = touches[capture.id]
        if touch is None or touch.workspace_id != workspace_id:
            outcomes.append(CaptureOutcome(capture.id, error=_BAD_TOKEN))
        elif touch.message_id not in owners:
            outcomes.append(CaptureOutcome(capture.id, error=_GONE))
        else:
            touched.append(_Touched(capture, touch, owners[touch.message_id]))
            outcomes.append(CaptureOutcome(capture.id, result={"message_id": touch.message_id}))
    return touched, outcomes


def _engage(workspace_id: int, kind: str, touched: Sequence[_Touched], now: datetime) -> None:
    if not touched:
        return
    rows = SQL.rows(
        "record_engagements",
        {
            "workspace_id": workspace_id,
            "message_ids": [item.touch.message_id for item in touched],
            "customer_ids": [item.owner.customer_id for item in touched],
            "kinds": [kind] * len(touched),
            "link_ids": [item.touch.link_id for item in touched],
            "bots": [is_machine(i.capture.payload, i.capture.context) for i in touched],
            "ats": [now] * len(touched),
        },
    )
    by_touch = {(item.touch.message_id, item.touch.link_id): item for item in touched}
    name = "message.opened" if kind == "open" else "message.clicked"
    log.append(
        [
            _event(name, workspace_id, by_touch[message_id, link_id], now)
            for message_id, _, _, link_id, bot, _, is_new in rows
            if is_new and not bot
        ]
    )


def _event(kind: str, workspace_id: int, item: _Touched, now: datetime) -> NewEvent:
    data: dict[str, Any] = {
        "message_id": item.touch.message_id,
        "source_kind": item.owner.source_kind,
        "source_id": str(item.owner.source_id),
        "run_id": item.owner.run_id,
    }
    if item.touch.link_id:
        data["link_id"] = item.touch.link_id
    return NewEvent(
        workspace_id=workspace_id,
        kind=kind,
        occurred_at=now,
        customer_id=item.owner.customer_id,
        subject_id=item.owner.content_id,
        data=data,
    )

"""Builders of contents and messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.customers.actions import record_consents
from donbay.customers.types import ConsentInput
from donbay.kit.ids import uuid7
from donbay.messaging import actions
from donbay.messaging.types import Content, NewMessage, Purpose
from tests.factories.people import Shop

TREE: dict[str, Any] = {
    "version": 1,
    "blocks": [
        {"type": "heading", "text": 'Chào {{ given_name | default("bạn") }}'},
        {"type": "text", "html": "<p>Cảm ơn <b>bạn</b> đã ghé <a href='https://sen.vn/?a=1&b=2'>Sen</a>.</p>"},
        {"type": "button", "label": "Tải e-book", "url": "https://sen.vn/ebook.pdf"},
    ],
}  # fmt: skip


def a_content(shop: Shop, *, now: datetime, **values: Any) -> Content:
    """Create an e-mail's design."""
    given: dict[str, Any] = {
        "name": "Thư chào",
        "subject": "Quà cho {{ given_name }}",
        "preview": "Xem ngay",
        "purpose": "transactional",
        "tree": TREE,
        **values,
    }
    return actions.create_content(actor=shop.actor, now=now, **given)


def a_message(
    shop: Shop, content: Content, customer_id: UUID, *, due_at: datetime, **values: Any
) -> NewMessage:
    """Return a message to enqueue."""
    given: dict[str, Any] = {
        "workspace_id": shop.id,
        "purpose": content.purpose,
        "customer_id": customer_id,
        "content_id": content.id,
        "source_kind": "test",
        "source_id": content.id,
        "due_at": due_at,
        **values,
    }
    return NewMessage(**given)


def agree(
    shop: Shop, customers: Sequence[UUID], *, now: datetime, purpose: Purpose = "advertising"
) -> None:
    """Let customers agree to a purpose by e-mail."""
    consents = [
        ConsentInput(customer_id=id_, purpose=purpose, channel="email", granted=True, method="form")
        for id_ in customers
    ]
    record_consents(actor=shop.actor, now=now, consents=consents)


def a_source() -> UUID:
    """Return the id of some source."""
    return uuid7()

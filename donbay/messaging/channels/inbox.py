"""The test inbox: mail goes nowhere, people look at it in the app."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from donbay.core.registry import Channel
from donbay.core.sqlfile import Sql
from donbay.messaging.channels.base import Rendered

SQL = Sql("donbay.messaging")


class InboxTransport:
    """Writes messages into messaging_inbox_message."""

    def store(self, workspace_id: int, messages: Sequence[Rendered], now: datetime) -> None:
        """Keep messages; one kept already is left, and one of a customer erased meanwhile."""
        SQL.execute(
            "store_inbox",
            {
                "workspace_id": workspace_id,
                "now": now,
                "message_ids": [m.message_id for m in messages],
                "addresses": [m.address for m in messages],
                "subjects": [m.subject[:1000] for m in messages],
                "headers": [json.dumps(m.headers) for m in messages],
                "htmls": [m.html for m in messages],
                "texts": [m.text for m in messages],
                "links": [json.dumps(m.links) for m in messages],
            },
        )


def open_inbox(_config: Mapping[str, Any]) -> InboxTransport:
    """Return the transport; there is nothing to set."""
    return InboxTransport()


CHANNEL = Channel(
    key="inbox",
    vi="Hộp thư thử",
    en="Test inbox",
    medium="email",
    schema={"type": "object", "properties": {}, "additionalProperties": False},
    open=open_inbox,
)

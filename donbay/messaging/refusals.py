"""The mail that confirms a refusal: received when, and in force at once (Decree 91/2020, art. 20).

It goes to whoever refused by a mail's link or by her mail program's own button, where no page of
ours is seen. The shop may rewrite it like any other content; one that was deleted is made again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.db.transaction import atomic

from donbay.messaging import models
from donbay.messaging.actions import enqueue_messages
from donbay.messaging.queries import workspace_of
from donbay.messaging.types import URGENT, NewMessage

SOURCE = "refusal"
# Of the ids of these contents: one for each workspace, known without asking.
_NAMESPACE = UUID("6f1d3c0e-2f0b-5d53-9a0c-5d6a1b8e7c21")

_BODY = """\
<p>Chào {{ given_name | default("bạn") }},</p>\
<p>{{ shop_name }} đã nhận yêu cầu ngừng nhận thư quảng cáo của bạn lúc {{ refused_at }}. \
Yêu cầu có hiệu lực ngay: chúng tôi không gửi thư quảng cáo cho bạn nữa.</p>\
<p>Thư về đơn hàng của bạn vẫn được gửi. Nếu bạn bấm nhầm, hãy trả lời thư này.</p>"""


def confirmation_id(workspace_id: int) -> UUID:
    """Return the id of the content that confirms refusals in a workspace."""
    return uuid5(_NAMESPACE, str(workspace_id))


@atomic
def confirm_refusals(workspace_id: int, refused: Mapping[UUID, int], now: datetime) -> None:
    """Enqueue one confirmation for each customer: customer → the message she answered with a no.

    Refusing again by the same message confirms nothing again.
    """
    if not refused:
        return
    content_id = _ensure_content(workspace_id, now)
    zone = ZoneInfo(workspace_of(workspace_id).timezone)
    at = now.astimezone(zone).strftime("%H:%M %d/%m/%Y")
    messages = [
        NewMessage(
            workspace_id, "transactional", customer_id, content_id, SOURCE, content_id, now,
            run_id=message_id, extra={"refused_at": at}, priority=URGENT,
        )
        for customer_id, message_id in refused.items()
    ]  # fmt: skip
    enqueue_messages(now=now, messages=messages)


def _ensure_content(workspace_id: int, now: datetime) -> UUID:
    id_ = confirmation_id(workspace_id)
    contents = models.Content.objects
    known = contents.for_workspace(workspace_id).filter(id=id_)
    if known.exists():
        return id_
    try:
        with atomic():
            contents.insert(
                workspace_id,
                id=id_,
                name="Xác nhận ngừng nhận thư quảng cáo",
                subject="{{ shop_name }} đã ngừng gửi thư quảng cáo cho bạn",
                purpose="transactional",
                tree={"version": 1, "blocks": [{"type": "text", "html": _BODY}]},
                created_at=now,
                updated_at=now,
            )
    except IntegrityError:
        if not known.exists():  # else another worker made it at this very moment
            raise
    return id_

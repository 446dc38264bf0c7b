"""What the messaging room registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from donbay.core import registry
from donbay.core.items import names_in
from donbay.core.registry import (
    AuditAction,
    CaptureProcessor,
    CustomerMover,
    Eraser,
    EventKind,
    ItemKind,
    ItemUser,
    MergeField,
    MergeSource,
    WorkerLoop,
)
from donbay.messaging.actions import WAKE_CHANNEL, erase_customers, move_customer
from donbay.messaging.captures import process_clicks, process_opens, process_unsubscribes
from donbay.messaging.channels import inbox, smtp
from donbay.messaging.facets import facets
from donbay.messaging.jobs import close_engine, deliver_once
from donbay.messaging.models import Channel, Content
from donbay.messaging.queries import advertiser_of, contents_naming, workspace_of

_EVENTS = (
    EventKind("message.sent", "Đã gửi thư", "Message sent"),
    EventKind("message.skipped", "Không gửi thư", "Message not sent"),
    EventKind("message.failed", "Gửi thư thất bại", "Message failed"),
    EventKind("message.opened", "Mở thư", "Opened a message"),
    EventKind("message.clicked", "Bấm liên kết trong thư", "Clicked a link in a message"),
    EventKind("message.unsubscribed", "Từ chối nhận tin", "Unsubscribed"),
)
_SHOP = (
    MergeField("shop_name", "Tên cửa hàng", "Shop name", "Sen Skincare"),
    MergeField("shop_phone", "Điện thoại cửa hàng", "Shop phone", "0900000000"),
    MergeField("shop_email", "E-mail cửa hàng", "Shop e-mail", "chao@example.vn"),
    MergeField("shop_address", "Địa chỉ cửa hàng", "Shop address", "1 Tràng Tiền, Hà Nội"),
    MergeField("shop_website", "Website cửa hàng", "Shop website", "https://example.vn"),
)


def shop_fields(_workspace_id: int) -> Sequence[MergeField]:
    """Return what templates may read about the shop itself."""
    return _SHOP


def load_shop(workspace_id: int, customer_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """Return the shop's values, the same for every customer."""
    who = advertiser_of(workspace_of(workspace_id))
    values = {
        "shop_name": who.name,
        "shop_phone": who.phone,
        "shop_email": who.email,
        "shop_address": who.address,
        "shop_website": who.website,
    }
    return dict.fromkeys(customer_ids, values)


_AUDIT = (
    AuditAction("content.created", "Tạo nội dung e-mail", "Created an e-mail"),
    AuditAction("content.updated", "Sửa nội dung e-mail", "Changed an e-mail"),
    AuditAction("content.tested", "Gửi thử e-mail", "Sent a test of an e-mail"),
    AuditAction("content.deleted", "Xoá nội dung e-mail", "Deleted an e-mail"),
    AuditAction("channel.created", "Thêm kênh gửi", "Added a channel"),
    AuditAction("channel.updated", "Sửa kênh gửi", "Changed a channel"),
    AuditAction("channel.deleted", "Xoá kênh gửi", "Deleted a channel"),
)

_ITEMS = (
    ItemKind("content", names_in(Content, "name")),
    ItemKind("channel", names_in(Channel, "name")),
)

_USER = ItemUser("content", contents_naming)


def register() -> None:
    """Fill the registries."""
    registry.item_kinds.add(*_ITEMS)
    registry.item_users.add(_USER)
    registry.audit_actions.add(*_AUDIT)
    registry.event_kinds.add(*_EVENTS)
    registry.segment_facets.add(*facets())
    registry.channels.add(inbox.CHANNEL, smtp.CHANNEL)
    registry.capture_processors.add(CaptureProcessor("open", process_opens))
    registry.capture_processors.add(CaptureProcessor("click", process_clicks))
    registry.capture_processors.add(CaptureProcessor("unsubscribe", process_unsubscribes))
    registry.merge_sources.add(MergeSource("shop", shop_fields, load_shop))
    registry.worker_loops.add(
        WorkerLoop("messaging.delivery", "delivery", deliver_once, WAKE_CHANNEL, close=close_engine)
    )
    registry.erasers.add(Eraser("messaging", erase_customers))
    registry.customer_movers.add(CustomerMover("messaging", move_customer))

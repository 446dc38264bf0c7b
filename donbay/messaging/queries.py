"""Reads of the messaging room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from donbay.accounts.queries import get_workspace
from donbay.accounts.types import Workspace
from donbay.core import registry
from donbay.core.encryption import decrypt_json
from donbay.core.errors import NotFound
from donbay.core.folding import matching
from donbay.core.items import shown_uses
from donbay.core.registry import MergeField, Use
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.messaging import models
from donbay.messaging.channels.base import Account
from donbay.messaging.channels.smtp import settings_of_url
from donbay.messaging.compiling import PREVIEW_SLOTS, design, problems_of
from donbay.messaging.errors import TemplateRefused
from donbay.messaging.suppression import addresses_by_hash, key_fingerprints
from donbay.messaging.templates import Template
from donbay.messaging.types import (
    Advertiser,
    ChannelInfo,
    Content,
    ContentProblem,
    InboxItem,
    Message,
    Preview,
)

SQL = Sql("donbay.messaging")

EXTRA_FIELDS: tuple[MergeField, ...] = (
    MergeField("voucher_code", "Mã ưu đãi được tặng", "Voucher code given", "SEN-AB12CD"),
    MergeField("refused_at", "Lúc ngừng nhận quảng cáo", "When she refused", "09:30 02/12/2026"),
)
_SECRET_KEYS = frozenset({"password"})


def edge_url() -> str:
    """Return the public address of pages and links, without a slash at its end."""
    return str(settings.DONBAY_CONFIG.edge_url).rstrip("/")


def advertiser_of(workspace: Workspace) -> Advertiser:
    """Return what the law wants shown about a workspace's owner."""
    known = workspace.settings
    return Advertiser(
        name=str(known.get("legal_name") or workspace.name),
        phone=str(known.get("phone") or ""),
        email=str(known.get("email") or ""),
        address=str(known.get("address") or ""),
        website=str(known.get("website") or ""),
    )


def list_merge_fields(workspace_id: int) -> list[MergeField]:
    """Return every name a template of this workspace may use."""
    fields: dict[str, MergeField] = {}
    for source in registry.merge_sources.all():
        for field in source.fields(workspace_id):
            fields.setdefault(field.name, field)
    for field in EXTRA_FIELDS:
        fields.setdefault(field.name, field)
    return list(fields.values())


def load_values(
    workspace_id: int, customer_ids: Sequence[UUID], names: Iterable[str]
) -> dict[UUID, dict[str, str]]:
    """Return flat merge values by customer, asking only the rooms that own one of the names."""
    wanted = frozenset(names)
    values: dict[UUID, dict[str, str]] = {id_: {} for id_ in customer_ids}
    for source in registry.merge_sources.all():
        if wanted.isdisjoint(field.name for field in source.fields(workspace_id)):
            continue
        for customer_id, found in source.load(workspace_id, customer_ids).items():
            values[customer_id].update(found)
    return values


def shown_values(workspace_id: int, customer_id: UUID | None) -> dict[str, str]:
    """Return what every field would say to a customer; the fields' examples where none is given."""
    fields = list_merge_fields(workspace_id)
    if customer_id is None:
        return {field.name: field.example for field in fields}
    names = [field.name for field in fields]
    known = load_values(workspace_id, [customer_id], names)[customer_id]
    return {**dict.fromkeys(names, ""), **known}


def list_problems(content: Content) -> list[ContentProblem]:
    """Return what should be mended in a content before it is sent."""
    return problems_of(
        content,
        known_fields=[field.name for field in list_merge_fields(content.workspace_id)],
        advertiser=advertiser_of(workspace_of(content.workspace_id)),
    )


def preview(content: Content, customer_id: UUID | None) -> Preview:
    """Return a content as one customer would see it (with example values when none is given)."""
    problems = tuple(list_problems(content))
    values = shown_values(content.workspace_id, customer_id)
    advertiser = advertiser_of(workspace_of(content.workspace_id))
    try:
        made = design(content, advertiser=advertiser, edge_url=edge_url())
        return Preview(
            subject=Template(made.subject, html=False).render(values, PREVIEW_SLOTS),
            html=Template(made.html, html=True).render(values, PREVIEW_SLOTS),
            text=Template(made.text, html=False).render(values, PREVIEW_SLOTS),
            problems=problems,
        )
    except TemplateRefused:
        return Preview(content.subject, "", "", problems)


def get_content(workspace_id: int, content_id: UUID) -> Content:
    """Return a content; raise NotFound."""
    row = models.Content.objects.for_workspace(workspace_id).filter(id=content_id).first()
    if row is None:
        raise NotFound
    return content_of(row)


def load_contents(workspace_id: int, ids: Iterable[UUID]) -> dict[UUID, Content]:
    """Return contents by id; those of other workspaces are absent."""
    rows = models.Content.objects.for_workspace(workspace_id).filter(id__in=set(ids))
    return {row.id: content_of(row) for row in rows}


def list_contents(
    workspace_id: int,
    *,
    search: str = "",
    before: tuple[str, str] | None = None,
    limit: int = 50,
) -> list[Content]:
    """Return contents, newest first, strictly before a (created_at, id) key."""
    rows = models.Content.objects.for_workspace(workspace_id).order_by("-created_at", "-id")
    rows = matching(rows, search, "name", "subject")
    if before is not None:
        rows = rows.extra(where=["(created_at, id) < (%s, %s)"], params=list(before))
    return [content_of(row) for row in rows[:limit]]


def contents_naming(actor: Actor, traces: Sequence[str]) -> list[Use]:
    """Return the contents that hold any of these texts, by name."""
    params = {"workspace_id": actor.workspace_id, "traces": list(traces)}
    return shown_uses(SQL.rows("contents_naming", params))


def content_key(workspace_id: int, content_id: UUID) -> tuple[str, str]:
    """Return a content's place in the list, for the cursor."""
    row = models.Content.objects.for_workspace(workspace_id).get(id=content_id)
    return row.created_at.isoformat(), str(row.id)


def content_of(row: models.Content) -> Content:
    """Return a row as the type that crosses the room's border."""
    return Content(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        subject=row.subject,
        preview=row.preview,
        purpose=row.purpose,  # type: ignore[arg-type]  # the check constraint holds it
        tree=row.tree,
        version=row.version,
        updated_at=row.updated_at,
    )


def list_messages(
    workspace_id: int,
    *,
    state: str = "",
    customer_id: UUID | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Message]:
    """Return outbox rows, newest first, strictly before an id."""
    rows = models.Outbox.objects.for_workspace(workspace_id).order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows[:limit])
    names = dict(
        models.Content.objects.for_workspace(workspace_id)
        .filter(id__in={row.content_id for row in page})
        .values_list("id", "name")
    )
    return [_message(row, names) for row in page]


def _message(row: models.Outbox, names: Mapping[UUID, str]) -> Message:
    return Message(
        id=row.id,
        customer_id=row.customer_id,
        content_id=row.content_id,
        content_name=names.get(row.content_id, ""),
        purpose=row.purpose,
        source_kind=row.source_kind,
        source_id=row.source_id,
        step=row.step,
        state=row.state,
        reason=row.reason,
        detail=row.detail,
        address=row.address,
        attempts=row.attempts,
        due_at=row.due_at,
        done_at=row.done_at,
    )


def count_waiting(workspace_id: int, content_id: UUID) -> int:
    """Return how many messages not yet sent use a content."""
    return (
        models.Outbox.objects.for_workspace(workspace_id)
        .filter(content_id=content_id, state__in=["ready", "sending", "deferred"])
        .count()
    )


def list_inbox(
    workspace_id: int,
    *,
    search: str = "",
    customer_id: UUID | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[InboxItem]:
    """Return the test inbox, newest first, without bodies."""
    rows = models.InboxMessage.objects.for_workspace(workspace_id).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    rows = matching(rows, search, "subject", "address")
    rows = rows.only("id", "message_id", "customer_id", "address", "subject", "at")
    return [
        InboxItem(row.id, row.message_id, row.customer_id, row.address, row.subject, row.at)
        for row in rows[:limit]
    ]


def get_inbox_item(workspace_id: int, item_id: int) -> InboxItem:
    """Return one message of the test inbox with its bodies; raise NotFound."""
    row = models.InboxMessage.objects.for_workspace(workspace_id).filter(id=item_id).first()
    if row is None:
        raise NotFound
    return InboxItem(
        row.id, row.message_id, row.customer_id, row.address, row.subject, row.at,
        headers=row.headers, html=row.html, text=row.text, links=tuple(row.links),
    )  # fmt: skip


def list_channels(workspace_id: int) -> list[ChannelInfo]:
    """Return a workspace's channels by name; secrets are left out."""
    rows = models.Channel.objects.for_workspace(workspace_id).order_by("name", "id")
    return [channel_info(row) for row in rows]


def get_channel(workspace_id: int, channel_id: UUID) -> models.Channel:
    """Return a channel row; raise NotFound."""
    row = models.Channel.objects.for_workspace(workspace_id).filter(id=channel_id).first()
    if row is None:
        raise NotFound
    return row


def channel_info(row: models.Channel) -> ChannelInfo:
    """Return a channel as shown, its secrets replaced by whether they are set."""
    config = channel_config(row)
    shown = {key: bool(value) if key in _SECRET_KEYS else value for key, value in config.items()}
    return ChannelInfo(
        row.id, row.kind, row.name, row.is_default, row.from_name, row.from_email, shown
    )


def channel_config(row: models.Channel) -> dict[str, Any]:
    """Return a channel's settings, decrypted."""
    return decrypt_json(row.config_encrypted) if row.config_encrypted else {}


def account_of_channel(row: models.Channel, workspace: Workspace) -> Account:
    """Return a channel's account."""
    return Account(
        key=f"{row.id}:{row.updated_at.isoformat()}",
        kind=row.kind,
        from_name=row.from_name or workspace.name,
        from_email=row.from_email or _house_address(workspace),
        config=channel_config(row),
    )


def find_account(workspace: Workspace) -> Account:
    """Return what a workspace sends e-mail by.

    Its default channel; else, outside the demo, the server in SMTP_URL; else the test inbox.
    """
    rows = models.Channel.objects.for_workspace(workspace.id).filter(is_default=True)
    row = rows.first()
    return _house_account(workspace) if row is None else account_of_channel(row, workspace)


def fallback_kind(workspace: Workspace) -> str:
    """Return the kind of channel a workspace sends by while none of its own is the default."""
    return _house_account(workspace).kind


def _house_account(workspace: Workspace) -> Account:
    url = settings.DONBAY_CONFIG.smtp_url
    if url and not workspace.is_demo:
        config = settings_of_url(url)
        # One server for many shops usually relays one address only: it wins over the shop's own.
        sender = config["from"] or _house_address(workspace)
        return Account(url, "smtp", workspace.name, sender, config)
    return Account("inbox", "inbox", workspace.name, _house_address(workspace))


def _house_address(workspace: Workspace) -> str:
    return str(workspace.settings.get("email") or f"{workspace.slug}@localhost.localdomain")


def workspace_of(workspace_id: int) -> Workspace:
    """Return a workspace; raise NotFound."""
    return get_workspace(workspace_id)


def count_lost_keys() -> int:
    """Return how many link keys are missing by which suppressed addresses are known."""
    return int(SQL.rows("lost_keys", {"known": key_fingerprints()})[0][0])


def suppressions_of(
    workspace_id: int, channel: str, addresses: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Return why addresses are not sent to: address → scope → reason."""
    by_hash = addresses_by_hash(workspace_id, addresses)
    params = {"workspace_id": workspace_id, "channel": channel, "hashes": list(by_hash)}
    found: dict[str, dict[str, str]] = {}
    for hash_, scope, reason in SQL.rows("suppressions_of", params):
        found.setdefault(by_hash[hash_], {})[scope] = reason
    return found

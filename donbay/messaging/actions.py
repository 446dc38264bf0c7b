"""Writes of the messaging room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.db.transaction import atomic
from psycopg.errors import DeadlockDetected

from donbay.accounts.actions import audit, values_of
from donbay.accounts.actions import changes as audit_changes
from donbay.core import registry
from donbay.core.encryption import encrypt_json
from donbay.core.errors import Conflict, FieldProblem, Invalid, NotFound
from donbay.core.notify import notify
from donbay.core.registry import UnknownKey
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions import record_consents
from donbay.customers.types import ConsentInput
from donbay.kit.text import InvalidEmail, normalise_email
from donbay.messaging import models
from donbay.messaging.errors import (
    NO_ADDRESS,
    ContentInUse,
    HeaderRefused,
    SettingRefused,
    UnknownChannelKind,
)
from donbay.messaging.mime import checked_header
from donbay.messaging.queries import (
    channel_config,
    channel_info,
    content_of,
    count_waiting,
    get_channel,
    get_content,
)
from donbay.messaging.suppression import key_fingerprints, suppression_hashes
from donbay.messaging.tree import parse_tree
from donbay.messaging.types import ChannelInfo, Content, NewMessage

SQL = Sql("donbay.messaging")

_AUDITED = ("name", "from_name", "from_email", "is_default")
WAKE_CHANNEL = "donbay_delivery"
_GIVING_WAY = 4


@atomic
def enqueue_messages(*, now: datetime, messages: Sequence[NewMessage]) -> int:
    """Put messages into the outbox, one statement for all, and return how many are new.

    A message that is there already (same source, step, run, customer) is left as it is.
    """
    if not messages:
        return 0
    # Whoever deletes one of the contents now waits, and then finds what waits for it.
    named = sorted({(m.workspace_id, m.content_id) for m in messages})
    SQL.rows(
        "hold_contents", {"workspace_ids": [w for w, _ in named], "ids": [c for _, c in named]}
    )
    count = SQL.execute(
        "enqueue_messages",
        {
            "workspace_ids": [m.workspace_id for m in messages],
            "channels": [m.channel for m in messages],
            "purposes": [m.purpose for m in messages],
            "customer_ids": [m.customer_id for m in messages],
            "content_ids": [m.content_id for m in messages],
            "source_kinds": [m.source_kind for m in messages],
            "source_ids": [m.source_id for m in messages],
            "steps": [m.step for m in messages],
            "run_ids": [m.run_id for m in messages],
            "extras": [json.dumps(dict(m.extra)) if m.extra else "{}" for m in messages],
            "priorities": [m.priority for m in messages],
            "due_ats": [m.due_at for m in messages],
            "now": now,
        },
    )
    notify(WAKE_CHANNEL)
    return count


@atomic
def create_content(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    subject: str,
    preview: str,
    purpose: str,
    tree: Mapping[str, Any],
) -> Content:
    """Create an e-mail's design; raise Invalid for a tree that is not one."""
    parse_tree(tree)
    row = models.Content.objects.insert(
        actor.workspace_id,
        name=name,
        subject=_header_text("subject", subject),
        preview=preview,
        purpose=purpose,
        tree=dict(tree),
        created_at=now,
        updated_at=now,
    )
    audit(
        actor=actor, now=now, action="content.created", kind="content", item_id=row.id,
        name=row.name,
    )  # fmt: skip
    return content_of(row)


@atomic
def update_content(
    *,
    actor: Actor,
    now: datetime,
    content_id: UUID,
    base_version: int,
    name: str,
    subject: str,
    preview: str,
    purpose: str,
    tree: Mapping[str, Any],
) -> Content:
    """Replace a design made from `base_version`; raise Conflict when somebody was faster."""
    parse_tree(tree)
    get_content(actor.workspace_id, content_id)
    changed = (
        models.Content.objects.for_workspace(actor.workspace_id)
        .filter(id=content_id, version=base_version)
        .update(
            name=name,
            subject=_header_text("subject", subject),
            preview=preview,
            purpose=purpose,
            tree=dict(tree),
            version=base_version + 1,
            updated_at=now,
        )
    )
    if not changed:
        raise Conflict
    audit(
        actor=actor, now=now, action="content.updated", kind="content", item_id=content_id,
        name=name,
    )  # fmt: skip
    return get_content(actor.workspace_id, content_id)


@atomic
def delete_content(*, actor: Actor, now: datetime, content_id: UUID) -> None:
    """Delete a design; raise ContentInUse while messages wait for it."""
    contents = models.Content.objects.for_workspace(actor.workspace_id).filter(id=content_id)
    known = contents.select_for_update().first()
    if known is None:
        raise NotFound
    waiting = count_waiting(actor.workspace_id, content_id)
    if waiting:
        raise ContentInUse(count=waiting)
    contents.delete()
    audit(
        actor=actor, now=now, action="content.deleted", kind="content", item_id=content_id,
        name=known.name,
    )  # fmt: skip


def _header_text(field: str, value: str) -> str:
    try:
        return checked_header(field, value)
    except HeaderRefused as error:
        raise Invalid(
            problems=[FieldProblem(f"/{field}", error.message("vi"), error.message("en"))]
        ) from error


@atomic
def create_channel(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    name: str,
    from_name: str,
    from_email: str,
    config: Mapping[str, Any],
    is_default: bool,
) -> ChannelInfo:
    """Add a channel; its settings are stored encrypted."""
    _lock_channels(actor.workspace_id)
    _check_channel(kind, from_name, from_email, config)
    _check_name(actor.workspace_id, name, but=None)
    if is_default:
        _clear_default(actor.workspace_id)
    row = models.Channel.objects.insert(
        actor.workspace_id,
        kind=kind,
        name=name,
        from_name=from_name,
        from_email=from_email,
        config_encrypted=encrypt_json(config),
        is_default=is_default,
        created_at=now,
        updated_at=now,
    )
    audit(
        actor=actor, now=now, action="channel.created", kind="channel", item_id=row.id,
        name=row.name,
    )  # fmt: skip
    return channel_info(row)


@atomic
def update_channel(
    *, actor: Actor, now: datetime, channel_id: UUID, changes: Mapping[str, Any]
) -> ChannelInfo:
    """Change a channel; settings that are not named (a password not typed again) stay.

    So does what somebody else changes at the same time.
    """
    _lock_channels(actor.workspace_id)
    row = get_channel(actor.workspace_id, channel_id)
    before = values_of(row, _AUDITED)
    config = {**channel_config(row), **changes.get("config", {})}
    row.name = changes.get("name", row.name)
    row.from_name = changes.get("from_name", row.from_name)
    row.from_email = changes.get("from_email", row.from_email)
    _check_channel(row.kind, row.from_name, row.from_email, config)
    _check_name(actor.workspace_id, row.name, but=row.id)
    if changes.get("is_default") and not row.is_default:
        _clear_default(actor.workspace_id)
    row.is_default = bool(changes.get("is_default", row.is_default))
    row.config_encrypted = encrypt_json(config)
    row.updated_at = now
    row.save()
    audit(
        actor=actor, now=now, action="channel.updated", kind="channel", item_id=row.id,
        name=row.name, data=audit_changes(before, values_of(row, _AUDITED)),
    )  # fmt: skip
    return channel_info(row)


def _lock_channels(workspace_id: int) -> None:
    """Let one transaction at a time change a workspace's channels: one only is the default."""
    SQL.rows("lock_channels", {"workspace_id": workspace_id})


def _check_name(workspace_id: int, name: str, *, but: UUID | None) -> None:
    same = models.Channel.objects.for_workspace(workspace_id).filter(name=name)
    if (same.exclude(id=but) if but else same).exists():
        raise Invalid(
            problems=[
                FieldProblem(
                    "/name",
                    "Đã có kênh tên này. Hãy đặt tên khác.",
                    "There is a channel of this name. Choose a different one.",
                )
            ]
        )


def _clear_default(workspace_id: int) -> None:
    models.Channel.objects.for_workspace(workspace_id).filter(is_default=True).update(
        is_default=False
    )


def _check_channel(kind: str, from_name: str, from_email: str, config: Mapping[str, Any]) -> None:
    try:
        spec = registry.channels.get(kind)
    except UnknownKey as error:
        raise UnknownChannelKind(kind=kind) from error
    _header_text("from_name", from_name)
    problems = []
    if set(config) - set(spec.schema.get("properties", {})):
        problems.append(
            FieldProblem("/config", "Có mục cài đặt lạ.", "There are unknown settings.")
        )
    if from_email:
        try:
            normalise_email(from_email)
        except InvalidEmail:
            problems.append(FieldProblem("/from_email", *NO_ADDRESS))
    try:
        spec.open(config)
    except SettingRefused as error:
        problems.append(FieldProblem(f"/config/{error.name}", error.vi, error.en))
    if problems:
        raise Invalid(problems=problems)


@atomic
def delete_channel(*, actor: Actor, now: datetime, channel_id: UUID) -> None:
    """Take a channel away; what waits goes by what the workspace sends by from then on."""
    _lock_channels(actor.workspace_id)
    row = get_channel(actor.workspace_id, channel_id)
    row.delete()
    audit(
        actor=actor, now=now, action="channel.deleted", kind="channel", item_id=channel_id,
        name=row.name,
    )  # fmt: skip


def suppress(
    workspace_id: int, addresses: Iterable[str], *, reason: str, scope: str, now: datetime
) -> None:
    """Let nothing (scope all) or only transactional mail (scope marketing) go to addresses.

    The list keeps a keyed hash of each, so it outlives an erasure without naming anybody. Runs
    inside the caller's transaction.
    """
    # Before the addresses: who waits for the first to note a key holds none of them.
    SQL.execute(
        "note_suppression_key",
        {"workspace_id": workspace_id, "fingerprint": key_fingerprints()[0], "now": now},
    )
    SQL.execute(
        "suppress",
        {
            "workspace_id": workspace_id,
            "channel": "email",
            "hashes": suppression_hashes(workspace_id, addresses),
            "reason": reason,
            "scope": scope,
            "now": now,
        },
    )


@atomic
def forget_lost_keys() -> int:
    """Go on without the link keys that are missing, and return how many they are.

    Addresses known by them alone can be written to again: for who has lost a key for good.
    """
    return SQL.execute("forget_lost_keys", {"known": key_fingerprints()})


@atomic
def unsubscribe(
    *,
    now: datetime,
    workspace_id: int,
    refusals: Mapping[UUID, tuple[str, Mapping[str, Any]]],
) -> None:
    """Let nothing but transactional mail go to these customers from now on.

    `refusals`: customer → (address the mail went to, evidence). The address is suppressed, and
    consent to advertising and care is withdrawn with its proof. Without an address she was erased:
    there is nothing left to refuse, and no proof may be kept of somebody who is gone.
    """
    refusals = {id_: said for id_, said in refusals.items() if said[0]}
    if not refusals:
        return
    suppress(
        workspace_id,
        [address for address, _ in refusals.values()],
        reason="unsubscribed", scope="marketing", now=now,
    )  # fmt: skip
    consents = [
        ConsentInput(
            customer_id=customer_id,
            purpose=purpose,
            channel="email",
            granted=False,
            method="unsubscribe",
            text="Từ chối nhận tin qua e-mail",
            evidence=dict(evidence),
            at=now,
        )
        for customer_id, (_, evidence) in refusals.items()
        for purpose in ("advertising", "care")
    ]
    record_consents(actor=Actor.system(workspace_id), now=now, consents=consents)


@atomic
def erase_customers(workspace_id: int, customer_ids: Sequence[UUID], now: datetime) -> None:
    """Remove addresses, values and kept mails of customers; messages not yet sent are skipped.

    No message gets an address while this transaction is open, and once it is committed the gate
    knows no such customer; what is on the wire keeps its worker and gains nothing by settling.
    """
    ids = list(customer_ids)
    SQL.rows("lock_lanes", {"workspace_id": workspace_id})
    found = _lock_messages(workspace_id, ids)
    SQL.execute("erase_messages", {"workspace_id": workspace_id, "ids": found, "now": now})
    # After the messages: a mail being kept for one of them is by now either there or never will be.
    inbox = models.InboxMessage.objects.for_workspace(workspace_id)
    inbox.filter(customer_id__in=ids).delete()


@atomic
def move_customer(workspace_id: int, now: datetime, *, from_id: UUID, to_id: UUID) -> None:
    """Give a merged customer's messages to the one that stays; she gets none twice.

    All of them go, so that an erasure of who stays finds them.
    """
    SQL.rows("lock_lanes", {"workspace_id": workspace_id})
    _lock_messages(workspace_id, [from_id, to_id])
    params = {"workspace_id": workspace_id, "from_id": from_id, "to_id": to_id, "now": now}
    SQL.execute("move_outbox", params)
    for model in (models.InboxMessage, models.Engagement):
        model.objects.for_workspace(workspace_id).filter(customer_id=from_id).update(
            customer_id=to_id
        )


def _lock_messages(workspace_id: int, customer_ids: Sequence[UUID]) -> list[int]:
    """Lock all messages of customers and return their ids.

    A settlement locks its messages as they come, which may be the other way round: it is given way
    to, and then goes first.
    """
    params = {"workspace_id": workspace_id, "customer_ids": list(customer_ids)}
    for _ in range(_GIVING_WAY):
        try:
            with atomic():
                return [id_ for (id_,) in SQL.rows("lock_messages", params)]
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    return [id_ for (id_,) in SQL.rows("lock_messages", params)]

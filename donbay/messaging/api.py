"""HTTP routes of the messaging room."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Schema, Status

from donbay.accounts.permissions import require
from donbay.core import registry
from donbay.core.api import Name, Page, WorkspaceRequest, language_of, read_cursor, room_router
from donbay.kit.clock import utcnow
from donbay.kit.paging import clamp_limit, encode_cursor
from donbay.messaging import actions, queries, sending
from donbay.messaging.gate import explain
from donbay.messaging.types import ChannelInfo, Content, ContentProblem, InboxItem, Message

router = room_router("messages")

PurposeName = Literal["transactional", "care", "advertising"]
StateName = Literal["ready", "sending", "sent", "skipped", "failed", "unknown", "deferred"]


class ContentProblemOut(Schema):
    """Something in a content to mend."""

    code: str
    pointer: str
    message: str
    severity: str


class ContentOut(Schema):
    """A content in a list."""

    id: UUID
    name: str
    subject: str
    preview: str
    purpose: PurposeName
    version: int
    updated_at: datetime


class ContentFull(ContentOut):
    """A content with its tree and what is wrong in it."""

    tree: dict[str, Any]
    problems: list[ContentProblemOut]


class ContentIn(Schema):
    """A new content."""

    name: str = Field(min_length=1, max_length=160)
    subject: str = Field(default="", max_length=300)
    preview: str = Field(default="", max_length=300)
    purpose: PurposeName = "transactional"
    tree: dict[str, Any] = Field(default_factory=lambda: {"version": 1, "blocks": []})


class ContentUpdate(ContentIn):
    """A content as changed from a version."""

    base_version: int


class ContentTestIn(Schema):
    """What to send as a test, filled with whose data, to which member (oneself if none)."""

    subject: str = Field(max_length=300)
    preview: str = Field(default="", max_length=300)
    purpose: PurposeName = "transactional"
    tree: dict[str, Any]
    customer_id: UUID | None = None
    member_id: UUID | None = None


class ContentTestOut(Schema):
    """Where a test went; `inbox_id` is the mail in the test inbox, if it went there."""

    address: str
    inbox_id: int | None


class ContentPreviewIn(Schema):
    """For whom to render."""

    customer_id: UUID | None = None


class ContentPreviewOut(Schema):
    """A content rendered."""

    subject: str
    html: str
    text: str
    problems: list[ContentProblemOut]


class MergeFieldOut(Schema):
    """A field templates may use."""

    name: str
    label: str
    example: str


class MessageOut(Schema):
    """An outbox row."""

    id: int
    customer_id: UUID
    content_id: UUID
    content_name: str
    purpose: str
    source_kind: str
    source_id: UUID
    step: str
    state: StateName
    reason: str
    reason_text: str
    detail: str
    address: str
    attempts: int
    due_at: datetime
    done_at: datetime | None


class InboxOut(Schema):
    """A message of the test inbox in a list."""

    id: int
    message_id: int | None
    customer_id: UUID | None
    address: str
    subject: str
    at: datetime


class LinkOut(Schema):
    """A link of a message: where it leads, and the address in the mail."""

    url: str
    href: str


class InboxFull(InboxOut):
    """A message of the test inbox."""

    headers: dict[str, str]
    html: str
    text: str
    links: list[LinkOut]


class ChannelOut(Schema):
    """A channel; secrets show only whether they are set."""

    id: UUID
    kind: str
    name: str
    is_default: bool
    from_name: str
    from_email: str
    config: dict[str, Any]


class ChannelKindOut(Schema):
    """A kind of channel and the form of its settings."""

    kind: str
    label: str
    medium: str
    form: dict[str, Any]


class ChannelList(Schema):
    """The channels and the kinds that can be added.

    `fallback` is the kind by which mails leave while no channel is the default.
    """

    items: list[ChannelOut]
    kinds: list[ChannelKindOut]
    fallback: str


class ChannelIn(Schema):
    """A new channel."""

    kind: str
    name: Name = Field(max_length=120)
    from_name: str = Field(default="", max_length=120)
    from_email: str = Field(default="", max_length=254)
    config: dict[str, Any] = Field(default_factory=dict)
    is_default: bool = False


class ChannelPatch(Schema):
    """Changes to a channel; what is left out stays."""

    name: Name | None = Field(default=None, max_length=120)
    from_name: str | None = Field(default=None, max_length=120)
    from_email: str | None = Field(default=None, max_length=254)
    config: dict[str, Any] | None = None
    is_default: bool | None = None


class ChannelTestIn(Schema):
    """Where the test message goes."""

    recipient: str = Field(min_length=3, max_length=254)


class ChannelTestOut(Schema):
    """What the server answered, or the mail's number in the test inbox."""

    answer: str
    inbox_id: int | None


@router.get("/contents", response=Page[ContentOut], operation_id="list_contents")
def list_contents(
    request: WorkspaceRequest, q: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[ContentOut]:
    """List e-mail designs, newest first; `q` looks in names and subjects."""
    require(request.actor, "content.view")
    size = clamp_limit(limit)
    key = read_cursor(cursor, 2)
    before = (str(key[0]), str(key[1])) if key else None
    rows = queries.list_contents(request.workspace_id, search=q, before=before, limit=size + 1)
    items = [_content_out(content) for content in rows[:size]]
    more = len(rows) > size
    following = queries.content_key(request.workspace_id, rows[size - 1].id) if more else None
    return Page(items=items, next_cursor=encode_cursor(*following) if following else None)


@router.post("/contents", response={201: ContentFull}, operation_id="create_content")
def create_content(request: WorkspaceRequest, body: ContentIn) -> Status[ContentFull]:
    """Create an e-mail design."""
    require(request.actor, "content.edit")
    with transaction.atomic(durable=True):
        content = actions.create_content(actor=request.actor, now=utcnow(), **body.model_dump())
    return Status(201, _content_full(request, content))


@router.get("/contents/{content_id}", response=ContentFull, operation_id="get_content")
def get_content(request: WorkspaceRequest, content_id: UUID) -> ContentFull:
    """Return one e-mail design with its problems."""
    require(request.actor, "content.view")
    return _content_full(request, queries.get_content(request.workspace_id, content_id))


@router.put("/contents/{content_id}", response=ContentFull, operation_id="update_content")
def update_content(request: WorkspaceRequest, content_id: UUID, body: ContentUpdate) -> ContentFull:
    """Replace an e-mail design; 409 when somebody else was faster."""
    require(request.actor, "content.edit")
    with transaction.atomic(durable=True):
        content = actions.update_content(
            actor=request.actor, now=utcnow(), content_id=content_id, **body.model_dump()
        )
    return _content_full(request, content)


@router.delete("/contents/{content_id}", response={204: None}, operation_id="delete_content")
def delete_content(request: WorkspaceRequest, content_id: UUID) -> Status[None]:
    """Delete an e-mail design that nothing waits for."""
    require(request.actor, "content.delete")
    with transaction.atomic(durable=True):
        actions.delete_content(actor=request.actor, now=utcnow(), content_id=content_id)
    return Status(204, None)


@router.post(
    "/contents/{content_id}/preview", response=ContentPreviewOut, operation_id="preview_content"
)
def preview_content(
    request: WorkspaceRequest, content_id: UUID, body: ContentPreviewIn
) -> ContentPreviewOut:
    """Render an e-mail design for one customer, or with example values."""
    require(request.actor, "content.view")
    content = queries.get_content(request.workspace_id, content_id)
    made = queries.preview(content, body.customer_id)
    problems = _problems(request, made.problems)
    return ContentPreviewOut(
        subject=made.subject, html=made.html, text=made.text, problems=problems
    )


@router.post("/contents/{content_id}/test", response=ContentTestOut, operation_id="test_content")
def test_content(
    request: WorkspaceRequest, content_id: UUID, body: ContentTestIn
) -> ContentTestOut:
    """Send an e-mail as it stands in the editor, saved or not, to oneself or another member."""
    require(request.actor, "content.edit")
    drawn = body.model_dump(include={"subject", "preview", "purpose", "tree"})
    sent = sending.test_content(
        actor=request.actor,
        now=utcnow(),
        content=replace(queries.get_content(request.workspace_id, content_id), **drawn),
        customer_id=body.customer_id,
        member_id=body.member_id,
        language=language_of(request),
    )
    return ContentTestOut(address=sent.address, inbox_id=sent.inbox_id)


@router.get("/merge-fields", response=list[MergeFieldOut], operation_id="list_merge_fields")
def list_merge_fields(request: WorkspaceRequest) -> list[MergeFieldOut]:
    """List the fields templates may use."""
    require(request.actor, "content.view")
    language = language_of(request)
    return [
        MergeFieldOut(
            name=field.name,
            label=field.vi if language == "vi" else field.en,
            example=field.example,
        )
        for field in queries.list_merge_fields(request.workspace_id)
    ]


@router.get("/messages", response=Page[MessageOut], operation_id="list_messages")
def list_messages(
    request: WorkspaceRequest,
    state: StateName | None = None,
    customer: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[MessageOut]:
    """List messages, newest first, with why those not sent were not."""
    require(request.actor, "message.view")
    size = clamp_limit(limit)
    rows = queries.list_messages(
        request.workspace_id,
        state=state or "",
        customer_id=customer,
        before=_before(cursor),
        limit=size + 1,
    )
    items = [_message_out(request, message) for message in rows[:size]]
    more = len(rows) > size
    return Page(items=items, next_cursor=encode_cursor(rows[size - 1].id) if more else None)


@router.get("/inbox", response=Page[InboxOut], operation_id="list_inbox")
def list_inbox(
    request: WorkspaceRequest,
    q: str = "",
    customer: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[InboxOut]:
    """List the test inbox, newest first; `q` looks in subjects and addresses."""
    require(request.actor, "message.view")
    size = clamp_limit(limit)
    rows = queries.list_inbox(
        request.workspace_id,
        search=q,
        customer_id=customer,
        before=_before(cursor),
        limit=size + 1,
    )
    items = [InboxOut(**_inbox_fields(item)) for item in rows[:size]]
    more = len(rows) > size
    return Page(items=items, next_cursor=encode_cursor(rows[size - 1].id) if more else None)


@router.get("/inbox/{item_id}", response=InboxFull, operation_id="get_inbox_item")
def get_inbox_item(request: WorkspaceRequest, item_id: int) -> InboxFull:
    """Return one message of the test inbox."""
    require(request.actor, "message.view")
    item = queries.get_inbox_item(request.workspace_id, item_id)
    return InboxFull(
        **_inbox_fields(item),
        headers=dict(item.headers),
        html=item.html,
        text=item.text,
        links=[LinkOut(url=link["url"], href=link["href"]) for link in item.links],
    )


@router.get("/inbox/{item_id}/frame", operation_id="get_inbox_frame", response={200: None})
def get_inbox_frame(request: WorkspaceRequest, item_id: int) -> HttpResponse:
    """Return a message's HTML for a sandboxed frame: no scripts, no forms, nothing remote run."""
    require(request.actor, "message.view")
    item = queries.get_inbox_item(request.workspace_id, item_id)
    response = HttpResponse(item.html, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        "img-src http: https: data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@router.get("/channels", response=ChannelList, operation_id="list_channels")
def list_channels(request: WorkspaceRequest) -> ChannelList:
    """List channels and the kinds that can be added."""
    require(request.actor, "channel.view")
    language = language_of(request)
    kinds = [
        ChannelKindOut(
            kind=spec.key,
            label=spec.vi if language == "vi" else spec.en,
            medium=spec.medium,
            form=dict(spec.schema),
        )
        for spec in registry.channels.all()
    ]
    items = [_channel_out(channel) for channel in queries.list_channels(request.workspace_id)]
    fallback = queries.fallback_kind(queries.workspace_of(request.workspace_id))
    return ChannelList(items=items, kinds=kinds, fallback=fallback)


@router.post("/channels", response={201: ChannelOut}, operation_id="create_channel")
def create_channel(request: WorkspaceRequest, body: ChannelIn) -> Status[ChannelOut]:
    """Add a channel."""
    require(request.actor, "channel.edit")
    with transaction.atomic(durable=True):
        made = actions.create_channel(actor=request.actor, now=utcnow(), **body.model_dump())
    return Status(201, _channel_out(made))


@router.patch("/channels/{channel_id}", response=ChannelOut, operation_id="update_channel")
def update_channel(request: WorkspaceRequest, channel_id: UUID, body: ChannelPatch) -> ChannelOut:
    """Change a channel; a password left out stays."""
    require(request.actor, "channel.edit")
    changes = body.model_dump(exclude_none=True)
    with transaction.atomic(durable=True):
        changed = actions.update_channel(
            actor=request.actor, now=utcnow(), channel_id=channel_id, changes=changes
        )
    return _channel_out(changed)


@router.delete("/channels/{channel_id}", response={204: None}, operation_id="delete_channel")
def delete_channel(request: WorkspaceRequest, channel_id: UUID) -> Status[None]:
    """Take a channel away; mails that wait go by what the workspace sends by then."""
    require(request.actor, "channel.edit")
    with transaction.atomic(durable=True):
        actions.delete_channel(actor=request.actor, now=utcnow(), channel_id=channel_id)
    return Status(204, None)


@router.post("/channels/{channel_id}/test", response=ChannelTestOut, operation_id="test_channel")
def test_channel(
    request: WorkspaceRequest, channel_id: UUID, body: ChannelTestIn
) -> ChannelTestOut:
    """Send one message by a channel now and say what the server answered."""
    require(request.actor, "channel.edit")
    sent = sending.test_channel(
        actor=request.actor, now=utcnow(), channel_id=channel_id, recipient=body.recipient
    )
    return ChannelTestOut(answer=sent.answer, inbox_id=sent.inbox_id)


def _before(cursor: str | None) -> int | None:
    key = read_cursor(cursor, 1)
    return int(key[0] or 0) if key else None


def _problems(
    request: WorkspaceRequest, problems: list[ContentProblem] | tuple[ContentProblem, ...]
) -> list[ContentProblemOut]:
    language = language_of(request)
    return [
        ContentProblemOut(
            code=problem.code,
            pointer=problem.pointer,
            message=problem.vi if language == "vi" else problem.en,
            severity=problem.severity,
        )
        for problem in problems
    ]


def _content_fields(content: Content) -> dict[str, Any]:
    names = ("id", "name", "subject", "preview", "purpose", "version", "updated_at")
    return {name: getattr(content, name) for name in names}


def _content_out(content: Content) -> ContentOut:
    return ContentOut(**_content_fields(content))


def _content_full(request: WorkspaceRequest, content: Content) -> ContentFull:
    return ContentFull(
        **_content_fields(content),
        tree=dict(content.tree),
        problems=_problems(request, queries.list_problems(content)),
    )


def _message_out(request: WorkspaceRequest, message: Message) -> MessageOut:
    fields = {name: getattr(message, name) for name in Message.__slots__}
    reason = explain(message.reason, language_of(request)) if message.reason else ""
    return MessageOut(**fields, reason_text=reason)


def _inbox_fields(item: InboxItem) -> dict[str, Any]:
    names = ("id", "message_id", "customer_id", "address", "subject", "at")
    return {name: getattr(item, name) for name in names}


def _channel_out(channel: ChannelInfo) -> ChannelOut:
    fields = {name: getattr(channel, name) for name in ChannelInfo.__slots__ if name != "config"}
    return ChannelOut(**fields, config=dict(channel.config))

"""Sending one mail at once, beside the outbox, while somebody waits for the answer."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.accounts.permissions import require
from donbay.accounts.queries import list_audit, list_members
from donbay.core.errors import FieldProblem, Invalid, NotFound
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.queries import load_profiles
from donbay.kit.text import InvalidEmail, normalise_email
from donbay.messaging import models
from donbay.messaging.channels.base import Account, NetworkTransport, open_transport
from donbay.messaging.compiling import PREVIEW_SLOTS, design, skeleton
from donbay.messaging.errors import (
    NO_ADDRESS,
    ChannelRefused,
    SettingRefused,
    TooManyTests,
    TransportError,
)
from donbay.messaging.mime import Addressing, Skeleton, read_headers, rfc5322_date
from donbay.messaging.queries import (
    account_of_channel,
    advertiser_of,
    edge_url,
    find_account,
    get_channel,
    list_problems,
    shown_values,
    workspace_of,
)
from donbay.messaging.smtp import Outcome, Outgoing
from donbay.messaging.templates import Template
from donbay.messaging.tree import parse_tree
from donbay.messaging.types import ChannelTest, Content, ContentTest

SQL = Sql("donbay.messaging")

_TESTS, _WITHIN = 10, timedelta(minutes=10)
_MARKS = {"vi": "[Thử] ", "en": "[Test] "}


def transmit_now(account: Account, message: Outgoing) -> str | None:
    """Send one mail by an account and return the server's answer, None where none is asked.

    Raises ChannelRefused with what the server said, or what stood in the way. Not inside a
    transaction: it waits for a network.
    """
    try:
        transport = open_transport(account)
    except SettingRefused as error:  # kept before its setting was checked as it is now
        problem = FieldProblem(f"/config/{error.name}", error.vi, error.en)
        raise Invalid(problems=[problem]) from error
    if not isinstance(transport, NetworkTransport):
        return None
    try:
        outcome = asyncio.run(_send_one(transport, message))
    except TransportError as error:
        raise error.reason or ChannelRefused(detail=error.detail) from error
    answer = f"{outcome.code} {outcome.text}".strip()
    if outcome.verdict != "accepted":
        raise ChannelRefused(detail=answer)
    return answer


async def _send_one(transport: NetworkTransport, message: Outgoing) -> Outcome:
    session = await transport.open_session()
    outcomes: list[Outcome] = []
    try:
        await session.transmit(
            [message],
            lambda _key, outcome: outcomes.append(outcome),
            lambda: True,
            lambda _key: None,
        )
    finally:
        await session.close()
    return outcomes[0]


def test_channel(*, actor: Actor, now: datetime, channel_id: UUID, recipient: str) -> ChannelTest:
    """Send a line by a channel at once, whether the workspace sends by it or not.

    `now` is real time. Raises Invalid, ChannelRefused with what the server said, or what stood in
    the way. Not inside a transaction: it waits for a network.
    """
    try:
        address = normalise_email(recipient)
    except InvalidEmail as error:
        raise Invalid(problems=[FieldProblem("/recipient", *NO_ADDRESS)]) from error
    row = get_channel(actor.workspace_id, channel_id)
    account = account_of_channel(row, workspace_of(actor.workspace_id))
    mail = Skeleton(
        addressing=Addressing(account.from_name, account.from_email),
        subject=Template("Donbay: thư thử kênh gửi", html=False),
        text=Template("Kênh gửi thư hoạt động.\n\nThis channel works.\n", html=False),
        html=Template("<p>Kênh gửi thư hoạt động.</p><p>This channel works.</p>", html=True),
    )
    return _send_now(actor.workspace_id, account, mail, address, now, {}, None)


def test_content(
    *,
    actor: Actor,
    now: datetime,
    content: Content,
    customer_id: UUID | None,
    member_id: UUID | None,
    language: str,
) -> ContentTest:
    """Send a content as it stands to a member, by what the shop sends by, marked as a test.

    It is filled with one customer's data, or with example values. It is no message of the outbox:
    nothing is counted, its links are not tracked. `now` is real time. Raises Invalid, NotFound,
    TooManyTests, ChannelRefused. Not inside a transaction: it waits for a network.
    """
    parse_tree(content.tree)
    address = _address_of(actor, member_id)
    if customer_id and customer_id not in load_profiles(content.workspace_id, [customer_id]):
        raise NotFound
    values = shown_values(content.workspace_id, customer_id)
    account = find_account(workspace_of(content.workspace_id))
    mail = _skeleton(content, account, language)
    _note(actor, now, content)
    sent = _send_now(content.workspace_id, account, mail, address, now, values, customer_id)
    return ContentTest(address, sent.inbox_id)


def _send_now(
    workspace_id: int,
    account: Account,
    mail: Skeleton,
    address: str,
    now: datetime,
    values: Mapping[str, str],
    customer_id: UUID | None,
) -> ChannelTest:
    """Send one mail that is no message of the outbox, or keep it where the test inbox is meant."""
    raw = mail.build(
        message_id=secrets.randbits(62), recipient=address, values=values, tokens=PREVIEW_SLOTS,
        date=rfc5322_date(now),
    )  # fmt: skip
    answer = transmit_now(account, Outgoing(1, account.from_email, address, raw))
    if answer is not None:
        return ChannelTest(answer, None)
    headers = read_headers(raw)
    with atomic(durable=True):
        kept = models.InboxMessage.objects.insert(
            workspace_id,
            customer_id=customer_id,
            address=address,
            subject=headers["Subject"][:1000],
            headers=headers,
            html=mail.html.template.render(values, PREVIEW_SLOTS),
            text=mail.text.template.render(values, PREVIEW_SLOTS),
            at=now,
        )
    return ChannelTest("", kept.id)


def _address_of(actor: Actor, member_id: UUID | None) -> str:
    """Return a member's address; one's own where none is named."""
    if member_id is not None:
        require(actor, "member.view")
    for member in list_members(actor.workspace_id):
        mine = actor.kind == "user" and member.user_id == actor.id
        if member.active and (member.id == member_id if member_id else mine):
            return member.email
    if member_id is not None:
        raise NotFound
    vi = "Khoá API không có địa chỉ riêng. Hãy chọn thành viên nhận thư (member_id)."
    en = "An API key has no address of its own. Choose the member who gets the mail (member_id)."
    raise Invalid(problems=[FieldProblem("/member_id", vi, en, "missing")])


def _skeleton(content: Content, account: Account, language: str) -> Skeleton:
    """Return the mail without what counts: links lead where they say, and nobody is refused."""
    if errors := [problem for problem in list_problems(content) if problem.severity == "error"]:
        raise Invalid(problems=[FieldProblem(p.pointer, p.vi, p.en, p.code) for p in errors])
    advertiser = advertiser_of(workspace_of(content.workspace_id))
    made = design(content, advertiser=advertiser, edge_url=edge_url())
    marked = replace(made, subject=_MARKS[language] + made.subject)
    return skeleton(marked, Addressing(account.from_name, account.from_email))


def _note(actor: Actor, now: datetime, content: Content) -> None:
    """Keep that a test is sent; raise TooManyTests after some within minutes."""
    with atomic(durable=True):
        SQL.rows("lock_channels", {"workspace_id": actor.workspace_id})
        recent = list_audit(
            actor.workspace_id, actor_id=actor.id, action="content.tested", since=now - _WITHIN,
            limit=_TESTS,
        )  # fmt: skip
        if len(recent) >= _TESTS:
            raise TooManyTests(count=_TESTS, minutes=int(_WITHIN.total_seconds() // 60))
        audit(
            actor=actor, now=now, action="content.tested", kind="content", item_id=content.id,
            name=content.name,
        )  # fmt: skip

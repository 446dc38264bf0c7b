"""Rendering: contents compiled once, values loaded by batch, bytes made per message."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from donbay.accounts.types import Workspace
from donbay.core.errors import DomainError
from donbay.core.sqlfile import Sql
from donbay.messaging.channels.base import Account, Rendered
from donbay.messaging.compiling import Design, design, skeleton, track
from donbay.messaging.delivery.claim import Claim, Claimed
from donbay.messaging.mime import Addressing, Skeleton, read_headers, rfc5322_date
from donbay.messaging.queries import advertiser_of, edge_url, load_contents, load_values
from donbay.messaging.smtp import Outgoing, dot_stuff
from donbay.messaging.tracking import CLICK, UNSUBSCRIBE_PATH, MailSigner
from donbay.messaging.types import Content

SQL = Sql("donbay.messaging")
_CACHED = 64


@dataclass(frozen=True, slots=True)
class Ready:
    """A content compiled for an account, and where its tracked links go."""

    skeleton: Skeleton
    sources: Design
    links: Mapping[str, str]


Compiled = Ready | DomainError | None


class ContentCache:
    """Compiled contents, the most recently used ones kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Compiled] = OrderedDict()

    def get(self, content: Content, workspace: Workspace, account: Account) -> Compiled:
        """Return a content compiled, or what is wrong with it."""
        shop = (workspace.name, str(sorted(workspace.settings.items(), key=str)))
        key = (content.id, content.version, content.updated_at, account.key, shop)
        if key not in self._kept:
            self._kept[key] = _compile(content, workspace, account)
            while len(self._kept) > _CACHED:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _compile(content: Content, workspace: Workspace, account: Account) -> Compiled:
    base = edge_url()
    try:
        plain = design(content, advertiser=advertiser_of(workspace), edge_url=base)
        link_ids = ensure_links(workspace.id, sorted(plain.urls()))
        tracked = track(plain, link_ids=link_ids, edge_url=base)
        refusing = f"{base}{UNSUBSCRIBE_PATH}"
        made = skeleton(tracked, Addressing(account.from_name, account.from_email, refusing))
    except DomainError as problem:
        return problem
    return Ready(made, tracked, {f"{CLICK}{id_}": url for url, id_ in link_ids.items()})


def ensure_links(workspace_id: int, urls: Sequence[str]) -> dict[str, int]:
    """Return the number of each address, given at its first use."""
    if not urls:
        return {}
    hashes = [UUID(bytes=hashlib.sha256(url.encode()).digest()[:16]) for url in urls]
    params = {"workspace_id": workspace_id, "urls": list(urls), "hashes": hashes}
    found: dict[str, int] = dict(SQL.rows("ensure_links", params))
    if len(found) < len(urls):  # another worker made them at this very moment: now they are seen
        found = dict(SQL.rows("ensure_links", params))
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """A claim with all it takes to render its messages without the database."""

    claim: Claim
    contents: Mapping[UUID, Compiled]
    values: Mapping[UUID, Mapping[str, str]]
    date: str
    _tokens_of: dict[UUID, dict[int, list[bytes]]] = field(default_factory=dict)

    def compiled(self, message: Claimed) -> Compiled:
        """Return the message's content."""
        return self.contents.get(message.content_id)

    def _merged(self, message: Claimed) -> Mapping[str, Any]:
        values = self.values.get(message.customer_id, {})
        return {**values, **message.extra} if message.extra else values

    def _signed(self, message: Claimed, ready: Ready) -> list[bytes]:
        """Return the message's tokens in the order of its content's slots.

        The first asked for signs those of all the batch's messages with this content.
        """
        known = self._tokens_of.get(message.content_id)
        if known is None:
            alike = [m.id for m in self.claim.messages if m.content_id == message.content_id]
            signer = MailSigner(self.claim.workspace.id, ready.skeleton.slot_names)
            known = dict(zip(alike, signer.sign(alike), strict=True))
            self._tokens_of[message.content_id] = known
        return known[message.id]

    def _tokens(self, message: Claimed, ready: Ready) -> dict[str, str]:
        signed = self._signed(message, ready)
        return {
            name: token.decode()
            for name, token in zip(ready.skeleton.slot_names, signed, strict=True)
        }

    def outgoing(self, message: Claimed, ready: Ready, *, eight_bit: bool) -> Outgoing:
        """Return the message with its envelope, ready for the wire."""
        content = None
        values = self._merged(message)
        if eight_bit:
            content = ready.skeleton.wire(
                message_id=message.id,
                recipient=message.address,
                values=values,
                tokens=self._signed(message, ready),
                date=self.date,
            )
        if content is None:
            content = dot_stuff(self.mime(message, ready, eight_bit=eight_bit))
        sender = self.claim.account.from_email
        return Outgoing(message.id, sender, message.address, content, eight_bit, stuffed=True)

    def mime(self, message: Claimed, ready: Ready, *, eight_bit: bool = False) -> bytes:
        """Return the message as it goes over the wire."""
        return ready.skeleton.build(
            message_id=message.id,
            recipient=message.address,
            values=self._merged(message),
            tokens=self._tokens(message, ready),
            date=self.date,
            eight_bit=eight_bit,
        )

    def readable(self, message: Claimed, ready: Ready) -> Rendered:
        """Return the message as the test inbox shows it."""
        values, tokens = self._merged(message), self._tokens(message, ready)
        raw = self.mime(message, ready)
        headers = read_headers(raw)
        base = edge_url()
        links = [
            {"url": url, "href": f"{base}/t/c/{tokens[name]}"}
            for name, url in ready.links.items()
            if name in tokens
        ]
        if "u" in tokens:
            links.append({"url": "", "href": f"{base}/t/u/{tokens['u']}"})
        return Rendered(
            message_id=message.id,
            customer_id=message.customer_id,
            address=message.address,
            subject=headers.get("Subject", ""),
            headers=headers,
            html=ready.skeleton.html.template.render(values, tokens),
            text=ready.skeleton.text.template.render(values, tokens),
            links=links,
        )


def prepare(claim: Claim, cache: ContentCache) -> Batch:
    """Load what a claim's messages need; inside the caller's transaction."""
    workspace, account = claim.workspace, claim.account
    contents = load_contents(workspace.id, {message.content_id for message in claim.messages})
    compiled = {id_: cache.get(content, workspace, account) for id_, content in contents.items()}
    names: set[str] = set()
    for item in compiled.values():
        if isinstance(item, Ready):
            names |= item.skeleton.names
    customers = list({message.customer_id for message in claim.messages})
    values = load_values(workspace.id, customers, names)
    return Batch(claim, compiled, values, rfc5322_date(claim.now))

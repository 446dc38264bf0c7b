"""What the delivery engine asks of a channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from donbay.core import registry
from donbay.messaging.smtp import Outcome, Outgoing


class Session(Protocol):
    """One conversation with a server."""

    @property
    def usable(self) -> bool:
        """Tell whether more can be sent in it."""
        ...

    @property
    def eight_bit(self) -> bool:
        """Tell whether content outside ASCII may go as it is."""
        ...

    async def transmit(
        self,
        messages: Iterable[Outgoing],
        done: Callable[[int, Outcome], None],
        may_start: Callable[[], bool],
        starting: Callable[[int], None],
    ) -> None:
        """Send messages, telling when each one's content begins to leave, and its outcome."""
        ...

    async def close(self) -> None:
        """End the conversation."""
        ...


@runtime_checkable
class NetworkTransport(Protocol):
    """Carries messages out of the house; what crosses the wire is journalled."""

    connections: int
    window: int

    async def open_session(self) -> Session:
        """Open a session; raise TransportError."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as a person sees it."""

    message_id: int
    customer_id: UUID
    address: str
    subject: str
    headers: dict[str, str]
    html: str
    text: str
    links: list[dict[str, str]]


@runtime_checkable
class StoreTransport(Protocol):
    """Keeps messages in our own database, in the transaction that records the outcome."""

    def store(self, workspace_id: int, messages: Sequence[Rendered], now: datetime) -> None:
        """Keep messages; one kept already is left."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """The channel a workspace sends by, opened from its settings."""

    key: str
    kind: str
    from_name: str
    from_email: str
    config: dict[str, Any] = field(default_factory=dict, hash=False)


def open_transport(account: Account) -> Any:
    """Return the transport of an account; raise UnknownKey or ValueError for what is not right."""
    return registry.channels.get(account.kind).open(account.config)

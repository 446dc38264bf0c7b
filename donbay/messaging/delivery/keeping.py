"""Keeping: the mails of a batch made for a transport that stores them in our own database."""

from __future__ import annotations

from donbay.core.errors import DomainError
from donbay.messaging.channels.base import Rendered
from donbay.messaging.delivery.rendering import Batch, Ready
from donbay.messaging.delivery.settle import Settled, broken
from donbay.messaging.journal import Try


def make_readable(batch: Batch) -> tuple[list[Rendered], list[Settled]]:
    """Return the mails that can be made, and one settlement for every message of the batch."""
    rendered: list[Rendered] = []
    settled: list[Settled] = []
    for message in batch.claim.messages:
        ready = batch.compiled(message)
        try:
            if isinstance(ready, Ready):
                rendered.append(batch.readable(message, ready))
                settled.append(Settled(Try(message.id, message.attempt), "sent"))
            else:
                settled.append(broken(message, ready))
        except DomainError as problem:
            settled.append(broken(message, problem))
    return rendered, settled

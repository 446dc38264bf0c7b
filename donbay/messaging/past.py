"""Send a shop's mails at instants of its past, into its test inbox: for the demo's story."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from donbay.accounts.queries import list_other_workspace_ids
from donbay.core import registry
from donbay.messaging.channels.base import Rendered, StoreTransport
from donbay.messaging.delivery.claim import claim_batch
from donbay.messaging.delivery.rendering import Batch, ContentCache, Ready, prepare
from donbay.messaging.delivery.settle import Settled, broken, settle
from donbay.messaging.journal import Try


class PastDelivery:
    """One shop's delivery, told what time it is; everything in the caller's transaction."""

    def __init__(self, workspace_id: int) -> None:
        self._worker = uuid4()
        self._others = list_other_workspace_ids(workspace_id)
        self._cache = ContentCache()

    def deliver(self, now: datetime) -> list[Rendered]:
        """Gate and keep what is due at an instant; return the mails as they were kept.

        Raises TypeError for a shop whose mails would leave the house.
        """
        kept: list[Rendered] = []
        while claim := claim_batch(self._worker, real_now=now, busy=self._others):
            transport = registry.channels.get(claim.account.kind).open(claim.account.config)
            if not isinstance(transport, StoreTransport):
                raise TypeError("the past is not sent to anybody")
            rendered, settled = _made(prepare(claim, self._cache))
            transport.store(claim.workspace.id, rendered, claim.now)
            settle(self._worker, settled, real_now=now, addresses={})
            kept += rendered
        return kept


def _made(batch: Batch) -> tuple[list[Rendered], list[Settled]]:
    rendered: list[Rendered] = []
    settled: list[Settled] = []
    for message in batch.claim.messages:
        ready = batch.compiled(message)
        if isinstance(ready, Ready):
            rendered.append(batch.readable(message, ready))
            settled.append(Settled(Try(message.id, message.attempt), "sent"))
        else:
            settled.append(broken(message, ready))
    return rendered, settled

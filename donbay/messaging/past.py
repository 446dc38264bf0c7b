"""Send a shop's mails at instants of its past, into its test inbox: for the demo's story."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from donbay.accounts.queries import list_other_workspace_ids
from donbay.messaging.channels.base import Rendered, StoreTransport, open_transport
from donbay.messaging.delivery.claim import claim_batch
from donbay.messaging.delivery.keeping import make_readable
from donbay.messaging.delivery.rendering import ContentCache, prepare
from donbay.messaging.delivery.settle import settle


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
            transport = open_transport(claim.account)
            if not isinstance(transport, StoreTransport):
                raise TypeError("the past is not sent to anybody")
            rendered, settled = make_readable(prepare(claim, self._cache))
            transport.store(claim.workspace.id, rendered, claim.now)
            settle(self._worker, settled, real_now=now, addresses={})
            kept += rendered
        return kept

"""What one edge process holds together; handlers get it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson

from donbay.edge.catalogue import Catalogue
from donbay.edge.database import Database
from donbay.edge.keeper import Keeper
from donbay.edge.limits import Limiter
from donbay.edge.once import OnceIds
from donbay.edge.results import Results
from donbay.edge.settings import EdgeSettings
from donbay.edge.types import Row
from donbay.edge.views import ViewCounter
from donbay.kit.clock import utcnow


class House:
    """The parts of a process, made in one place."""

    def __init__(self, settings: EdgeSettings) -> None:
        self.settings = settings
        self.database = Database(settings.database_url)
        self.catalogue = Catalogue(settings.folder)
        self.keeper = Keeper(self.database, settings.folder)
        self.results = Results(self.database)
        self.views = ViewCounter()
        self.once = OnceIds(settings.secrets.link)
        self.address_limit = Limiter(settings.per_address)
        self.shop_limit = Limiter(settings.per_shop)
        self.lags: dict[str, float] | None = None

    async def capture(
        self,
        workspace_id: int,
        client_id: str,
        kind: str,
        payload: Any,
        context: Any,
        at: datetime | None = None,
    ) -> bool:
        """Make one capture durable: True committed, False spooled; raises NotKeptError."""
        return await self.keeper.keep(
            Row(
                workspace_id,
                client_id,
                kind,
                orjson.dumps(payload).decode(),
                orjson.dumps(context).decode(),
                at or utcnow(),
            )
        )

"""The last weeks of the demo shop: its flow lived through, by the house's own engines.

Nothing here writes a run, a mail or a code. The engines are told what time it was, and a seeded
generator draws what people did with what they got.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from donbay.app.demo.people import draw_visit
from donbay.app.demo.year import Buyer
from donbay.automation.flows.past import enter_then, move_then
from donbay.commerce.actions import PastOrder, record_past_orders
from donbay.commerce.types import OrderRequest, WantedLine
from donbay.core import registry
from donbay.core.registry import Capture, Event
from donbay.core.types import Actor
from donbay.kit.ids import uuid7
from donbay.kit.mail_tokens import OPEN, sign_token
from donbay.messaging.channels.base import Rendered
from donbay.messaging.past import PastDelivery

_LOOK = timedelta(hours=6)
# The flow asks on day 5 whether she has bought: by then her orders must be there.
_ASKED = timedelta(days=4)
_SOON = timedelta(minutes=10)
_CODE = re.compile(r"\bEBOOK[0-9A-Z]{8}\b")
# What the edge's redirect adds to links of mails.
_FROM_MAIL = {"utm_source": "email", "utm_medium": "email"}


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a mail is opened, its link followed, and something bought then."""

    opens: float
    clicks: float
    buys: float
    refuses: float


_BOOK = Habit(opens=0.74, clicks=0.66, buys=0, refuses=0)
_TIP = Habit(opens=0.52, clicks=0.24, buys=0, refuses=0.04)
_OFFER = Habit(opens=0.7, clicks=0.64, buys=0.62, refuses=0.03)


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody does something with a mail: `kind` is that of the capture."""

    kind: str
    token: str


@dataclass(order=True, slots=True)
class _Entry:
    at: datetime
    number: int
    what: Event | Touched | PastOrder = field(compare=False)


class Past:
    """What happened, in the order of time; more is drawn while it is lived through."""

    def __init__(
        self,
        actor: Actor,
        rng: random.Random,
        buyers: Sequence[Buyer],
        page: tuple[UUID, UUID],
        until: datetime,
    ) -> None:
        self._actor = actor
        self._rng = rng
        self._buyers: Mapping[UUID, Buyer] = {buyer.id: buyer for buyer in buyers}
        self._page_id, self._product_id = page
        self._delivery = PastDelivery(actor.workspace_id)
        self._agenda: list[_Entry] = []
        self._orders: list[PastOrder] = []
        self._entered: dict[UUID, datetime] = {}
        self._numbers = count()
        self._until = until

    def plan(self, at: datetime, what: Event | Touched | PastOrder) -> None:
        """Let something happen at an instant; what is still to come does not happen."""
        if at < self._until:
            heappush(self._agenda, _Entry(at, next(self._numbers), what))

    def live(self, since: datetime) -> None:
        """Go through the time from an instant on."""
        for at in _looks(self._rng, since, self._until):
            while self._agenda and self._agenda[0].at <= at:
                entry = heappop(self._agenda)
                self._happen(entry.at, entry.what)
            self._work(at)
        self._record_orders()

    def _happen(self, at: datetime, what: Event | Touched | PastOrder) -> None:
        if isinstance(what, PastOrder):
            self._orders.append(what)
        elif isinstance(what, Touched):
            self._touch(at, what)
        else:
            if what.customer_id is not None:
                self._entered[what.customer_id] = at
            enter_then([what])
            self._work(at)

    def _work(self, now: datetime) -> None:
        """Move who is due, send what is due, and draw what comes of it."""
        if any(self._is_asked(order.request.customer_id, now) for order in self._orders):
            self._record_orders()
        if move_then(self._actor.workspace_id, now):
            for mail in self._delivery.deliver(now):
                self._receive(now, mail)

    def _is_asked(self, customer_id: UUID | None, now: datetime) -> bool:
        entered = self._entered.get(customer_id) if customer_id else None
        return entered is not None and entered + _ASKED <= now

    def _record_orders(self) -> None:
        """Record what was bought, many at once: their numbers follow the time all the same."""
        record_past_orders(actor=self._actor, orders=self._orders)
        self._orders = []

    def _receive(self, now: datetime, mail: Rendered) -> None:
        rng = self._rng
        code = _CODE.search(mail.text)
        refusal = next((link for link in mail.links if not link["url"]), None)
        habit = _OFFER if code else _TIP if refusal else _BOOK
        leads = [link for link in mail.links if link["url"]]
        if not leads or rng.random() >= habit.opens:
            return
        opened = now + timedelta(minutes=2 + rng.expovariate(1 / 200))
        token = sign_token(OPEN, self._actor.workspace_id, mail.message_id)
        self.plan(opened, Touched("open", token))
        if refusal and rng.random() < habit.refuses:
            at = opened + timedelta(seconds=rng.randint(10, 90))
            self.plan(at, Touched("unsubscribe", _token(refusal)))
        elif rng.random() < habit.clicks:
            at = opened + timedelta(seconds=rng.randint(15, 240))
            self.plan(at, Touched("click", _token(leads[0])))
            if rng.random() < habit.buys:
                bought = at + timedelta(minutes=rng.randint(3, 25))
                self._buy(bought, mail, code.group() if code and rng.random() < 0.85 else "")

    def _buy(self, at: datetime, mail: Rendered, code: str) -> None:
        buyer = self._buyers[mail.customer_id]
        request = OrderRequest(
            contact=buyer.contact,
            lines=(WantedLine(self._product_id, self._rng.choices((1, 2), (80, 20))[0]),),
            payment_method="bank" if self._rng.random() < 0.5 else "cod",
            customer_id=buyer.id,
            voucher_code=code,
            source=_FROM_MAIL,
            page_id=self._page_id,
            message_id=mail.message_id,
        )
        closed = at + timedelta(hours=self._rng.randint(20, 70))
        if closed < self._until - _SOON:
            self.plan(at, PastOrder(request, at, "completed", closed))
        else:
            self.plan(at, PastOrder(request, at, "open"))

    def _touch(self, at: datetime, touched: Touched) -> None:
        method = "POST" if touched.kind == "unsubscribe" else "GET"
        capture = Capture(
            id=0,
            workspace_id=self._actor.workspace_id,
            client_id=uuid7(),
            kind=touched.kind,
            payload={"token": touched.token, "method": method},
            context=draw_visit(self._rng, {}, ""),
            received_at=at,
        )
        process = registry.capture_processors.get(touched.kind).process
        (outcome,) = process(self._actor.workspace_id, [capture], at)
        if outcome.error:
            raise RuntimeError(f"the past does not fit: {outcome.error}")


def _looks(rng: random.Random, since: datetime, until: datetime) -> Iterator[datetime]:
    at = since
    while at < until:
        yield at
        at += timedelta(seconds=round(_LOOK.total_seconds() * rng.uniform(0.7, 1.3)))
    yield until


def _token(link: Mapping[str, str]) -> str:
    return link["href"].rpartition("/")[2]

"""Types of the commerce room that cross its border; no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

PaymentMethod = Literal["cod", "bank"]
OrderState = Literal["open", "cancelled", "completed"]
PaymentState = Literal["pending", "paid"]
ShippingState = Literal["pending", "delivered", "cancelled"]
CodeState = Literal["issued", "used", "void"]

PAYMENT_METHODS: tuple[PaymentMethod, ...] = ("cod", "bank")
ORDER_STATES: tuple[OrderState, ...] = ("open", "cancelled", "completed")


@dataclass(frozen=True, slots=True)
class Product:
    """Something to sell; money in đồng, `stock` None means endless."""

    id: UUID
    name: str
    slug: str
    sku: str
    price: int
    compare_price: int | None
    stock: int | None
    image_key: str
    description: str
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ProductInput:
    """What a person enters about a product; an empty slug is made from the name."""

    name: str
    price: int
    slug: str = ""
    sku: str = ""
    compare_price: int | None = None
    stock: int | None = None
    image_key: str = ""
    description: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class StockMovement:
    """One line of the stock ledger."""

    id: int
    product_id: UUID
    delta: int
    reason: str
    order_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom and where to deliver to, as typed."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A product and how many pieces of it."""

    product_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """One order somebody asks for.

    `client_id` makes it happen once; `customer_id` is set where the shop knows who orders.
    `source` is {utm_source, utm_medium, utm_campaign, utm_term, utm_content, referrer}.
    `expected_total` is what was shown before the order was confirmed.
    """

    contact: Contact
    lines: tuple[WantedLine, ...]
    payment_method: PaymentMethod = "cod"
    voucher_code: str = ""
    note: str = ""
    client_id: UUID | None = None
    customer_id: UUID | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    page_id: UUID | None = None
    message_id: int | None = None
    flow_id: UUID | None = None
    expected_total: int | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What was ordered, at the price and under the name of that moment."""

    product_id: UUID
    name: str
    sku: str
    price: int
    quantity: int
    total: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order; `token` opens its public status page."""

    id: UUID
    number: str
    customer_id: UUID
    state: OrderState
    payment_method: PaymentMethod
    payment_state: PaymentState
    shipping_state: ShippingState
    subtotal: int
    discount: int
    shipping_fee: int
    total: int
    voucher_code: str
    contact: Contact
    note: str
    source: Mapping[str, str]
    page_id: UUID | None
    message_id: int | None
    flow_id: UUID | None
    placed_at: datetime
    updated_at: datetime
    lines: tuple[OrderLine, ...] = ()
    token: str = ""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What a list of orders is narrowed to."""

    search: str = ""
    state: OrderState | None = None
    customer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Purchases:
    """What a customer has bought in all, cancelled orders left out; money in đồng."""

    orders: int
    spent: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A programme that hands out single-use codes; `limit` bounds how many."""

    id: UUID
    name: str
    kind: Literal["percent", "amount"]
    value: int
    min_total: int
    starts_at: datetime | None
    ends_at: datetime | None
    valid_days: int | None
    prefix: str
    limit: int | None
    active: bool
    issued: int
    used: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class VoucherInput:
    """What a person enters about a programme; `valid_days` counts from the hand-out."""

    name: str
    kind: Literal["percent", "amount"]
    value: int
    min_total: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    valid_days: int | None = None
    prefix: str = ""
    limit: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class VoucherCode:
    """A code, whom it is for and what became of it."""

    id: UUID
    code: str
    voucher_id: UUID
    customer_id: UUID | None
    state: CodeState
    order_id: UUID | None
    issued_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where transfers go."""

    bin: str
    account: str
    name: str

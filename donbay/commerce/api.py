"""HTTP routes of the commerce room."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.transaction import atomic
from django.http import HttpResponse
from ninja import Schema, Status
from pydantic import Field

from donbay.accounts.actions import audit
from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.commerce import actions, export, queries
from donbay.commerce.types import (
    Contact,
    OrderFilter,
    OrderRequest,
    OrderState,
    PaymentMethod,
    ProductInput,
    VoucherInput,
    WantedLine,
)
from donbay.commerce.vietqr import draw_png, draw_svg
from donbay.core.api import (
    Page,
    WorkspaceRequest,
    language_of,
    read_cursor,
    room_router,
    sheet_response,
)
from donbay.core.errors import BadCursorGiven
from donbay.customers.queries import get_profile, load_profiles
from donbay.kit.paging import clamp_limit, encode_cursor
from donbay.kit.text import sort_key

router = room_router("commerce")


class ProductOut(Schema):
    """A product; money in đồng, stock null means endless."""

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


class ProductIn(Schema):
    """What a person enters about a product."""

    name: str
    price: int
    slug: str = ""
    sku: str = ""
    compare_price: int | None = None
    stock: int | None = None
    image_key: str = ""
    description: str = ""
    active: bool = True


class ProductPatch(Schema):
    """The fields of a product to change; those left out stay."""

    name: str = ""
    price: int = 0
    slug: str = ""
    sku: str = ""
    compare_price: int | None = None
    stock: int | None = None
    image_key: str = ""
    description: str = ""
    active: bool = True


class StockIn(Schema):
    """Pieces to add (positive) or take away (negative), and why."""

    delta: int
    reason: str = Field(default="", max_length=200)


class StockMovementOut(Schema):
    """One line of the stock ledger."""

    id: int
    delta: int
    reason: str
    order_id: UUID | None
    at: datetime


class ContactSchema(Schema):
    """Whom and where to deliver to."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


class OrderLineOut(Schema):
    """What was ordered, at the price of that moment."""

    product_id: UUID
    name: str
    sku: str
    price: int
    quantity: int
    total: int


class OrderOut(Schema):
    """An order with its lines."""

    id: UUID
    number: str
    customer_id: UUID
    state: str
    payment_method: str
    payment_state: str
    shipping_state: str
    subtotal: int
    discount: int
    shipping_fee: int
    total: int
    voucher_code: str
    contact: ContactSchema
    note: str
    source: dict[str, str]
    page_id: UUID | None
    message_id: int | None
    flow_id: UUID | None
    placed_at: datetime
    updated_at: datetime
    lines: list[OrderLineOut]


class WantedLineIn(Schema):
    """A product and how many pieces of it."""

    product_id: UUID
    quantity: int


class PurchasesOut(Schema):
    """What a customer has bought in all; money in đồng."""

    orders: int
    spent: int
    first_at: datetime | None
    last_at: datetime | None


class OrderIn(Schema):
    """An order taken by hand."""

    lines: list[WantedLineIn] = Field(max_length=50)
    contact: ContactSchema = ContactSchema()
    customer_id: UUID | None = None
    payment_method: PaymentMethod = "cod"
    voucher_code: str = ""
    note: str = ""
    client_id: UUID | None = None
    expected_total: int | None = None


class QuotedLineOut(Schema):
    """One line at the price of now, in đồng."""

    product_id: UUID
    name: str
    price: int
    quantity: int


class QuoteOut(Schema):
    """What an order would cost now, in đồng; why its code takes nothing off, in words."""

    lines: list[QuotedLineOut]
    subtotal: int
    discount: int
    shipping_fee: int
    total: int
    voucher_problem: str


class VoucherOut(Schema):
    """A voucher programme with how many codes it gave out and how many were used."""

    id: UUID
    name: str
    kind: str
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


class VoucherIn(Schema):
    """What a person enters about a programme."""

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


class VoucherPatch(Schema):
    """The fields of a programme to change; those left out stay."""

    name: str = ""
    kind: Literal["percent", "amount"] = "percent"
    value: int = 0
    min_total: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    valid_days: int | None = None
    prefix: str = ""
    limit: int | None = None
    active: bool = True


class VoucherCodeOut(Schema):
    """A code, whom it is for and what became of it."""

    id: UUID
    code: str
    customer_id: UUID | None
    customer_name: str = ""
    state: str
    order_id: UUID | None
    issued_at: datetime
    expires_at: datetime | None


class CodesIn(Schema):
    """How many codes to make that belong to nobody."""

    count: int


@router.get("/products", response=Page[ProductOut], operation_id="list_products")
def list_products(
    request: WorkspaceRequest, q: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[ProductOut]:
    """List products by name."""
    require(request.actor, "product.view")
    size = clamp_limit(limit)
    key = read_cursor(cursor, 2)
    after = (str(key[0]), _uuid(key[1])) if key else None
    rows = queries.list_products(request.workspace_id, search=q, after=after, limit=size + 1)
    more = None
    if len(rows) > size:
        more = encode_cursor(sort_key(rows[size - 1].name), str(rows[size - 1].id))
    return Page(items=[ProductOut.from_orm(row) for row in rows[:size]], next_cursor=more)


@router.post("/products", response={201: ProductOut}, operation_id="create_product")
def create_product(request: WorkspaceRequest, body: ProductIn) -> Status[ProductOut]:
    """Create a product."""
    require(request.actor, "product.edit")
    with atomic(durable=True):
        product = actions.create_product(
            actor=request.actor,
            now=business_now(request.workspace_id),
            product=ProductInput(**body.dict()),
        )
    return Status(201, ProductOut.from_orm(product))


@router.get("/products/{product_id}", response=ProductOut, operation_id="get_product")
def get_product(request: WorkspaceRequest, product_id: UUID) -> ProductOut:
    """Return one product."""
    require(request.actor, "product.view")
    return ProductOut.from_orm(queries.get_product(request.workspace_id, product_id))


@router.patch("/products/{product_id}", response=ProductOut, operation_id="update_product")
def update_product(request: WorkspaceRequest, product_id: UUID, body: ProductPatch) -> ProductOut:
    """Change a product; counted stock moves by its own route."""
    require(request.actor, "product.edit")
    with atomic(durable=True):
        product = actions.update_product(
            actor=request.actor,
            now=business_now(request.workspace_id),
            product_id=product_id,
            edits=body.dict(exclude_unset=True),
        )
    return ProductOut.from_orm(product)


@router.delete("/products/{product_id}", response={204: None}, operation_id="delete_product")
def delete_product(request: WorkspaceRequest, product_id: UUID) -> Status[None]:
    """Take a product out of the shop; orders keep its name and price."""
    require(request.actor, "product.delete")
    with atomic(durable=True):
        actions.delete_product(
            actor=request.actor, now=business_now(request.workspace_id), product_id=product_id
        )
    return Status(204, None)


@router.post("/products/{product_id}/stock", response=ProductOut, operation_id="adjust_stock")
def adjust_stock(request: WorkspaceRequest, product_id: UUID, body: StockIn) -> ProductOut:
    """Add pieces to a product's stock, or take some away."""
    require(request.actor, "product.edit")
    with atomic(durable=True):
        product = actions.adjust_stock(
            actor=request.actor,
            now=business_now(request.workspace_id),
            product_id=product_id,
            delta=body.delta,
            reason=body.reason,
        )
    return ProductOut.from_orm(product)


@router.get(
    "/products/{product_id}/stock",
    response=list[StockMovementOut],
    operation_id="list_stock_movements",
)
def list_stock_movements(request: WorkspaceRequest, product_id: UUID) -> list[StockMovementOut]:
    """List the newest lines of a product's stock ledger."""
    require(request.actor, "product.view")
    queries.get_product(request.workspace_id, product_id)
    rows = queries.list_stock_movements(request.workspace_id, product_id)
    return [StockMovementOut.from_orm(row) for row in rows]


@router.get(
    "/customers/{customer_id}/purchases",
    response=PurchasesOut,
    operation_id="get_customer_purchases",
)
def get_customer_purchases(request: WorkspaceRequest, customer_id: UUID) -> PurchasesOut:
    """Return what a customer has bought in all, cancelled orders left out."""
    require(request.actor, "order.view")
    get_profile(request.workspace_id, customer_id)
    return PurchasesOut.from_orm(queries.purchases_of(request.workspace_id, customer_id))


@router.get("/orders", response=Page[OrderOut], operation_id="list_orders")
def list_orders(
    request: WorkspaceRequest,
    q: str = "",
    state: OrderState | None = None,
    customer: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[OrderOut]:
    """List orders, newest first."""
    require(request.actor, "order.view")
    size = clamp_limit(limit)
    key = read_cursor(cursor, 2)
    rows = queries.list_orders(
        request.workspace_id,
        OrderFilter(search=q, state=state, customer_id=customer),
        before=(_instant(key[0]), _uuid(key[1])) if key else None,
        limit=size + 1,
    )
    last = rows[size - 1] if len(rows) > size else None
    more = encode_cursor(last.placed_at.isoformat(), str(last.id)) if last else None
    return Page(items=[OrderOut.from_orm(row) for row in rows[:size]], next_cursor=more)


@router.post("/orders", response={201: OrderOut}, operation_id="create_order")
def create_order(request: WorkspaceRequest, body: OrderIn) -> Status[OrderOut]:
    """Take an order by hand."""
    require(request.actor, "order.edit")
    with atomic(durable=True):
        order = actions.place_order(
            actor=request.actor, now=business_now(request.workspace_id), request=_wanted(body)
        )
    return Status(201, OrderOut.from_orm(order))


@router.post("/orders/quote", response=QuoteOut, operation_id="quote_order")
def quote_order(request: WorkspaceRequest, body: OrderIn) -> QuoteOut:
    """Return what an order taken by hand would cost now."""
    require(request.actor, "order.edit")
    workspace_id = request.workspace_id
    quote = actions.quote(
        workspace_id=workspace_id, now=business_now(workspace_id), request=_wanted(body)
    )
    refusal = quote.refusal
    return QuoteOut(
        lines=[
            QuotedLineOut(
                product_id=line.product.id, name=line.product.name,
                price=line.product.price, quantity=line.quantity,
            )
            for line in quote.lines
        ],
        **asdict(quote.amounts),
        voucher_problem=refusal.message(language_of(request)) if refusal else "",
    )  # fmt: skip


def _wanted(body: OrderIn) -> OrderRequest:
    return OrderRequest(
        contact=Contact(**body.contact.dict()),
        lines=tuple(WantedLine(line.product_id, line.quantity) for line in body.lines),
        payment_method=body.payment_method,
        voucher_code=body.voucher_code,
        note=body.note,
        client_id=body.client_id,
        customer_id=body.customer_id,
        expected_total=body.expected_total,
    )


@router.get("/orders/export.xlsx", operation_id="export_orders")
def export_orders(
    request: WorkspaceRequest,
    q: str = "",
    state: OrderState | None = None,
    customer: UUID | None = None,
) -> HttpResponse:
    """Download the orders of a list, and what was ordered, as a workbook."""
    require(request.actor, "order.export")
    wanted = OrderFilter(search=q, state=state, customer_id=customer)
    language = language_of(request)
    book = export.export_orders(request.workspace_id, wanted, language)
    with atomic(durable=True):
        now = business_now(request.workspace_id)
        audit(actor=request.actor, now=now, action="order.export", kind="order")
    return sheet_response(book, "don-hang.xlsx" if language == "vi" else "orders.xlsx")


@router.get("/orders/{order_id}", response=OrderOut, operation_id="get_order")
def get_order(request: WorkspaceRequest, order_id: UUID) -> OrderOut:
    """Return one order with its lines."""
    require(request.actor, "order.view")
    return OrderOut.from_orm(queries.get_order(request.workspace_id, order_id))


@router.get("/orders/{order_id}/vietqr.svg", operation_id="get_order_vietqr_svg")
def get_order_vietqr_svg(request: WorkspaceRequest, order_id: UUID) -> HttpResponse:
    """Return the transfer code that pays an order, as SVG."""
    require(request.actor, "order.view")
    order = queries.get_order(request.workspace_id, order_id)
    payload = queries.order_payload(request.workspace_id, order)
    return HttpResponse(draw_svg(payload), content_type="image/svg+xml")


@router.get("/orders/{order_id}/vietqr.png", operation_id="get_order_vietqr_png")
def get_order_vietqr_png(request: WorkspaceRequest, order_id: UUID) -> HttpResponse:
    """Return the transfer code that pays an order, as PNG."""
    require(request.actor, "order.view")
    order = queries.get_order(request.workspace_id, order_id)
    payload = queries.order_payload(request.workspace_id, order)
    return HttpResponse(draw_png(payload), content_type="image/png")


@router.post("/orders/{order_id}/cancel", response=OrderOut, operation_id="cancel_order")
def cancel_order(request: WorkspaceRequest, order_id: UUID) -> OrderOut:
    """Cancel an open order; stock, voucher and revenue go back."""
    require(request.actor, "order.edit")
    with atomic(durable=True):
        order = actions.cancel_order(
            actor=request.actor, now=business_now(request.workspace_id), order_id=order_id
        )
    return OrderOut.from_orm(order)


@router.post(
    "/orders/{order_id}/confirm-payment",
    response=OrderOut,
    operation_id="confirm_order_payment",
)
def confirm_order_payment(request: WorkspaceRequest, order_id: UUID) -> OrderOut:
    """Record that an order's money has come."""
    require(request.actor, "order.edit")
    with atomic(durable=True):
        order = actions.confirm_payment(
            actor=request.actor, now=business_now(request.workspace_id), order_id=order_id
        )
    return OrderOut.from_orm(order)


@router.post("/orders/{order_id}/complete", response=OrderOut, operation_id="complete_order")
def complete_order(request: WorkspaceRequest, order_id: UUID) -> OrderOut:
    """Close an order as delivered."""
    require(request.actor, "order.edit")
    with atomic(durable=True):
        order = actions.complete_order(
            actor=request.actor, now=business_now(request.workspace_id), order_id=order_id
        )
    return OrderOut.from_orm(order)


@router.get("/vouchers", response=Page[VoucherOut], operation_id="list_vouchers")
def list_vouchers(request: WorkspaceRequest, q: str = "") -> Page[VoucherOut]:
    """List voucher programmes, newest first; `q` looks in names, prefixes and whole codes."""
    require(request.actor, "voucher.view")
    rows = queries.list_vouchers(request.workspace_id, search=q)
    return Page(items=[VoucherOut.from_orm(row) for row in rows])


@router.post("/vouchers", response={201: VoucherOut}, operation_id="create_voucher")
def create_voucher(request: WorkspaceRequest, body: VoucherIn) -> Status[VoucherOut]:
    """Create a voucher programme."""
    require(request.actor, "voucher.edit")
    with atomic(durable=True):
        voucher = actions.create_voucher(
            actor=request.actor,
            now=business_now(request.workspace_id),
            voucher=VoucherInput(**body.dict()),
        )
    return Status(201, VoucherOut.from_orm(voucher))


@router.get("/vouchers/{voucher_id}", response=VoucherOut, operation_id="get_voucher")
def get_voucher(request: WorkspaceRequest, voucher_id: UUID) -> VoucherOut:
    """Return one voucher programme."""
    require(request.actor, "voucher.view")
    return VoucherOut.from_orm(queries.get_voucher(request.workspace_id, voucher_id))


@router.patch("/vouchers/{voucher_id}", response=VoucherOut, operation_id="update_voucher")
def update_voucher(request: WorkspaceRequest, voucher_id: UUID, body: VoucherPatch) -> VoucherOut:
    """Change a voucher programme."""
    require(request.actor, "voucher.edit")
    with atomic(durable=True):
        voucher = actions.update_voucher(
            actor=request.actor,
            now=business_now(request.workspace_id),
            voucher_id=voucher_id,
            edits=body.dict(exclude_unset=True),
        )
    return VoucherOut.from_orm(voucher)


@router.get(
    "/vouchers/{voucher_id}/codes",
    response=Page[VoucherCodeOut],
    operation_id="list_voucher_codes",
)
def list_voucher_codes(
    request: WorkspaceRequest,
    voucher_id: UUID,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[VoucherCodeOut]:
    """List the codes a programme gave out, newest first."""
    require(request.actor, "voucher.view")
    queries.get_voucher(request.workspace_id, voucher_id)
    size = clamp_limit(limit)
    key = read_cursor(cursor, 1)
    before = _uuid(key[0]) if key else None
    rows = queries.list_codes(request.workspace_id, voucher_id, before=before, limit=size + 1)
    more = encode_cursor(str(rows[size - 1].id)) if len(rows) > size else None
    owners = {row.customer_id for row in rows if row.customer_id}
    people = load_profiles(request.workspace_id, sorted(owners))
    items = [VoucherCodeOut.from_orm(row) for row in rows[:size]]
    for item in items:
        if item.customer_id in people:
            person = people[item.customer_id]
            item.customer_name = person.full_name or person.phone or person.email or ""
    return Page(items=items, next_cursor=more)


@router.post(
    "/vouchers/{voucher_id}/codes",
    response={201: list[str]},
    operation_id="issue_voucher_codes",
)
def issue_voucher_codes(
    request: WorkspaceRequest, voucher_id: UUID, body: CodesIn
) -> Status[list[str]]:
    """Make codes that belong to nobody, for leaflets and chats."""
    require(request.actor, "voucher.edit")
    with atomic(durable=True):
        codes = actions.issue_open_codes(
            actor=request.actor,
            now=business_now(request.workspace_id),
            voucher_id=voucher_id,
            count=body.count,
        )
    return Status(201, codes)


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise BadCursorGiven from error


def _instant(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadCursorGiven from error

"""Turn 'checkout' captures into orders, and the outcome into words for the visitor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.commerce.actions import place_orders
from donbay.commerce.errors import EmptyOrder
from donbay.commerce.queries import bank_account, get_order, order_payload
from donbay.commerce.types import Contact, Order, OrderRequest, WantedLine
from donbay.core.errors import DomainError
from donbay.core.registry import Capture, CaptureOutcome
from donbay.core.types import Actor
from donbay.customers.actions import record_consents
from donbay.customers.types import CONSENT_CHANNELS, PURPOSES, ConsentInput
from donbay.kit.mail_tokens import CLICK, read_token

_UTM = ("source", "medium", "campaign", "term", "content")


def process_checkouts(
    workspace_id: int, captures: Sequence[Capture], now: datetime
) -> list[CaptureOutcome]:
    """Place the orders of a batch; a refusal is a result for the visitor, not a failed capture."""
    actor = Actor.system(workspace_id)
    read = {capture.id: _read(capture) for capture in captures}
    requests = [request for request in read.values() if isinstance(request, OrderRequest)]
    answers = place_orders(actor=actor, now=now, requests=requests)
    by_request = {id(request): answer for request, answer in zip(requests, answers, strict=True)}
    outcomes, consents = [], []
    for capture in captures:
        request = read[capture.id]
        answer = request if isinstance(request, DomainError) else by_request[id(request)]
        if isinstance(answer, DomainError):
            outcomes.append(CaptureOutcome(capture.id, result=_refusal(answer)))
            continue
        order = get_order(workspace_id, answer)
        outcomes.append(CaptureOutcome(capture.id, result=_placed(workspace_id, order)))
        consents += _consents(capture, order.customer_id)
    record_consents(actor=actor, now=now, consents=consents)
    return outcomes


def read_request(capture: Capture) -> OrderRequest:
    """Read a checkout capture; raise EmptyOrder when it names no products properly."""
    payload, context = capture.payload, capture.context
    contact = next(
        (given for key in ("contact", "values") if isinstance(given := payload.get(key), Mapping)),
        payload,
    )
    expected = payload.get("expected_total")
    return OrderRequest(
        contact=_contact(contact),
        lines=_lines(payload),
        payment_method=str(payload.get("payment_method") or "cod"),  # type: ignore[arg-type]  # plan_orders refuses others
        voucher_code=str(payload.get("voucher_code") or ""),
        note=str(payload.get("note") or contact.get("note") or "")[:2000],
        client_id=capture.client_id,
        source=_source(context),
        page_id=_uuid(payload.get("page_id") or context.get("page_id")),
        message_id=_message_id(capture.workspace_id, context.get("message_token")),
        expected_total=expected if isinstance(expected, int) else None,
    )


def _read(capture: Capture) -> OrderRequest | DomainError:
    try:
        return read_request(capture)
    except DomainError as refusal:
        return refusal


def _contact(given: Mapping[str, Any]) -> Contact:
    name = given.get("name") or given.get("full_name") or ""
    return Contact(
        str(name),
        *(str(given.get(key) or "") for key in ("phone", "email", "address")),
    )


def _lines(payload: Mapping[str, Any]) -> tuple[WantedLine, ...]:
    given = payload.get("lines") or payload.get("items")
    if not isinstance(given, list):
        raise EmptyOrder
    try:
        return tuple(WantedLine(UUID(str(x["product_id"])), int(x["quantity"])) for x in given)
    except (KeyError, TypeError, ValueError):
        raise EmptyOrder from None


def _source(context: Mapping[str, Any]) -> dict[str, str]:
    utm = context.get("utm")
    known = utm if isinstance(utm, Mapping) else {}
    source = {f"utm_{key}": str(known[key])[:300] for key in _UTM if known.get(key)}
    if context.get("referrer"):
        source["referrer"] = str(context["referrer"])[:300]
    return source


def _message_id(workspace_id: int, token: object) -> int | None:
    """Return the mail a visitor came from; a token that is not ours counts for nothing."""
    touch = read_token(CLICK, token) if isinstance(token, str) else None
    return touch.message_id if touch and touch.workspace_id == workspace_id else None


def _placed(workspace_id: int, order: Order) -> dict[str, Any]:
    transfers = order.payment_method == "bank" and bank_account(workspace_id) is not None
    return {
        "ok": True,
        "order_id": str(order.id),
        "order_number": order.number,
        "order_token": order.token,
        "subtotal": order.subtotal,
        "discount": order.discount,
        "shipping_fee": order.shipping_fee,
        "total": order.total,
        "payment_method": order.payment_method,
        "vietqr": order_payload(workspace_id, order) if transfers else "",
    }


def _refusal(refusal: DomainError) -> dict[str, Any]:
    error = {**refusal.data, "code": refusal.code}
    return {
        "ok": False,
        "error": {**error, "vi": refusal.message("vi"), "en": refusal.message("en")},
    }


def _consents(capture: Capture, customer_id: UUID) -> list[ConsentInput]:
    """Return what a ticked box of the checkout agreed to."""
    given = capture.payload.get("consent")
    if not isinstance(given, Mapping) or not given.get("granted", True):
        return []
    purpose = given.get("purpose", "advertising")
    channels = [c for c in given.get("channels") or ["email"] if c in CONSENT_CHANNELS]
    if purpose not in PURPOSES:
        return []
    evidence = {
        key: capture.context[key]
        for key in ("ip", "user_agent", "url", "lang")
        if capture.context.get(key)
    }
    evidence |= {k: capture.payload[k] for k in ("form_id", "page_id") if capture.payload.get(k)}
    return [
        ConsentInput(
            customer_id=customer_id,
            purpose=purpose,
            channel=channel,
            granted=True,
            method="checkout",
            text=str(given.get("text") or ""),
            evidence=evidence,
        )
        for channel in channels
    ]


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None

"""The public status page of an order: what was ordered, what it costs, how to pay."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import psycopg

from donbay.commerce.amounts import Amounts
from donbay.commerce.vietqr import build_vietqr, draw_svg
from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.database import AWAY, load_sql
from donbay.edge.house import House
from donbay.edge.page import LivePage
from donbay.edge.replies import Refusal, Reply, document
from donbay.edge.request import Request
from donbay.edge.summary import figures, label
from donbay.kit.banks import bank_name
from donbay.kit.money import format_vnd
from donbay.kit.signing import BadToken, verify

_ORDER = load_sql("donbay.edge", "order")
_STATES = {
    "vi": {
        "open": "Đã đặt, đang chuẩn bị", "cancelled": "Đã huỷ", "completed": "Đã hoàn tất",
        "pending": "Chưa thanh toán", "paid": "Đã thanh toán",
    },
    "en": {
        "open": "Placed, being prepared", "cancelled": "Cancelled", "completed": "Completed",
        "pending": "Not paid yet", "paid": "Paid",
    },
}  # fmt: skip


async def show_order(house: House, request: Request, site: Site, token: str) -> Reply:
    """Show an order to whoever has its token, on its own shop's host."""
    workspace_id, order_id = _read(token)
    if workspace_id != site.shop.workspace_id:
        raise Refusal(404, words.LINK_GONE)
    try:
        asked = {"workspace_id": workspace_id, "order_id": order_id}
        rows = await house.database.rows(_ORDER, asked)
    except (psycopg.Error, *AWAY):
        raise Refusal(503, words.AWAY, [("retry-after", "30")]) from None
    if not rows:
        raise Refusal(404, words.LINK_GONE)
    language = request.language
    body = _card(rows[0], language) + _payment(rows[0], site.shop.settings, language)
    return _in_style(site, rows[0], body, language)


def _read(token: str) -> tuple[int, UUID]:
    try:
        workspace_id, number = verify("order", token)
        return workspace_id, UUID(int=number)
    except (BadToken, ValueError):
        raise Refusal(404, words.LINK_GONE) from None


def _in_style(site: Site, order: Mapping[str, Any], body: str, language: str) -> Reply:
    """Return the page's own thank-you page with the order in it, or a plain one."""
    title = f"Đơn hàng {order['number']}" if language == "vi" else f"Order {order['number']}"
    page = site.by_id.get(str(order["page_id"]))
    if page is None:
        return document(200, words.plain_page(title, body, language))
    thanks = _thanks(page, body) if order["state"] != "cancelled" else None
    return document(200, thanks or page.answer(title, body), page)


def _thanks(page: LivePage, body: str) -> str | None:
    for form_id, spec in page.forms.items():
        if spec.kind == "checkout":
            return page.thanks(form_id, body)
    return None


def _card(order: Mapping[str, Any], language: str) -> str:
    names = _STATES[language]
    lines = [(line["name"], line["quantity"], line["total"]) for line in order["lines"]]
    number = "Mã đơn" if language == "vi" else "Order"
    state, paid = ("Tình trạng", "Thanh toán") if language == "vi" else ("Status", "Payment")
    facts = [
        (number, order["number"]),
        (state, names.get(order["state"], order["state"])),
        (label("payment", language), label(order["payment_method"], language)),
        (paid, names.get(order["payment_state"], order["payment_state"])),
    ]
    shown = "".join(f"<dt>{k}</dt><dd>{html.escape(str(v))}</dd>" for k, v in facts)
    amounts = Amounts(
        int(order["subtotal"]),
        int(order["discount"]),
        int(order["shipping_fee"]),
        int(order["total"]),
    )
    return (
        f'<div class="card"><dl>{shown}</dl></div>'
        f'<div class="card">{figures(lines, amounts, language)}</div>'
    )


def _payment(order: Mapping[str, Any], settings: Mapping[str, Any], language: str) -> str:
    """Return the VietQR and the bank details of an order that waits for a transfer."""
    waits = (order["payment_method"], order["payment_state"], order["state"])
    bank = settings.get("bank")
    if waits != ("bank", "pending", "open") or not isinstance(bank, Mapping):
        return ""
    account = str(bank.get("account", "")).replace(" ", "")
    try:
        payload = build_vietqr(
            bank_bin=str(bank.get("bin", "")),
            account=account,
            amount=int(order["total"]) or None,
            memo=order["number"],
            name=str(bank.get("name", "")),
        )
    except ValueError:
        return ""
    words_ = (
        ("Ngân hàng", "Số tài khoản", "Chủ tài khoản", "Số tiền", "Nội dung")
        if language == "vi"
        else ("Bank", "Account", "Holder", "Amount", "Message")
    )
    values = (
        bank_name(str(bank["bin"])),
        account,
        bank.get("name", ""),
        format_vnd(int(order["total"])),
        order["number"],
    )
    rows = "".join(
        f"<dt>{name}</dt><dd>{html.escape(str(value))}</dd>"
        for name, value in zip(words_, values, strict=True)
    )
    picture = draw_svg(payload)
    svg = picture[picture.index("<svg") :]
    label = "Mã VietQR để chuyển khoản" if language == "vi" else "VietQR code for the transfer"
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)
    return f'<div class="qr">{svg}</div><div class="card"><dl>{rows}</dl></div>'

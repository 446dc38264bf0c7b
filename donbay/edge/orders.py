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
from donbay.edge.dress import listed, message, text, way_home
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
        "waiting": "Đã đặt, chờ chuyển khoản",
    },
    "en": {
        "open": "Placed, being prepared", "cancelled": "Cancelled", "completed": "Completed",
        "pending": "Not paid yet", "paid": "Paid",
        "waiting": "Placed, waiting for the transfer",
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
    payment = _payment(rows[0], site.shop.settings, language)
    return _in_style(site, rows[0], payment, language)


def _read(token: str) -> tuple[int, UUID]:
    try:
        workspace_id, number = verify("order", token)
        return workspace_id, UUID(int=number)
    except (BadToken, ValueError):
        raise Refusal(404, words.LINK_GONE) from None


def _in_style(site: Site, order: Mapping[str, Any], payment: str, language: str) -> Reply:
    """Return the order in its page's style: what happens next, how to pay, then the figures."""
    page = site.by_id.get(str(order["page_id"]))
    stage = _stage(order, payment)
    title = stage.title(language)
    body = f"{text(stage, language)}{payment}{_card(order, language)}"
    body += _way_on(site, page, order["state"], language)
    if page is None:
        return document(200, message(site, title, body, language))
    # The page's own words of thanks are the author's, in the language she wrote them.
    own = _thanks(page, body) if order["state"] == "open" and language == "vi" else None
    return document(200, own or page.answer(title, body, language), page)


def _stage(order: Mapping[str, Any], payment: str) -> words.Words:
    if order["state"] != "open":
        return words.ORDER_CANCELLED if order["state"] == "cancelled" else words.ORDER_COMPLETED
    if order["payment_state"] == "paid":
        return words.ORDER_PAID
    if order["payment_method"] == "cod":
        return words.ORDER_COD
    return words.ORDER_TRANSFER if payment else words.ORDER_TRANSFER_LATER


def _way_on(site: Site, page: LivePage | None, state: str, language: str) -> str:
    """Return the way back to the page, or to the shop's home where the page is gone."""
    if page is None:
        return way_home(language) if listed(site) else ""
    labels = (
        ("Đặt đơn khác", "Order again")
        if state != "open"
        else ("Về trang sản phẩm", "Back to the product")
    )
    path = html.escape(page.publication.path)
    shown = labels[language != "vi"]
    return f'<p class="btns"><a class="btn btn-outline" href="{path}">{shown}</a></p>'


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
        (state, names["waiting" if _waits(order) else order["state"]]),
        (label("payment", language), label(order["payment_method"], language)),
    ]
    if order["state"] != "cancelled" or order["payment_state"] == "paid":
        facts.append((paid, names[order["payment_state"]]))
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


def _waits(order: Mapping[str, Any]) -> bool:
    """Tell whether the shop waits for a transfer."""
    ways = (order["payment_method"], order["payment_state"], order["state"])
    return ways == ("bank", "pending", "open")


def _payment(order: Mapping[str, Any], settings: Mapping[str, Any], language: str) -> str:
    """Return the VietQR and the bank details of an order that waits for a transfer."""
    bank = settings.get("bank")
    if not _waits(order) or not isinstance(bank, Mapping):
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

"""Markup of an order's figures, for the review and for the status page."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from donbay.commerce.amounts import Amounts
from donbay.edge.quotes import Quote
from donbay.kit.money import format_vnd
from donbay.kit.phone import local_phone
from donbay.sites.types import FormSpec

_LABELS = {
    "vi": {
        "item": "Sản phẩm", "sum": "Thành tiền", "subtotal": "Tiền hàng", "discount": "Giảm giá",
        "shipping": "Phí giao hàng", "free": "Miễn phí", "total": "Tổng cộng",
        "later": "sẽ được kiểm tra và trừ khi xác nhận", "payment": "Cách thanh toán",
        "cod": "Thanh toán khi nhận hàng (COD)", "bank": "Chuyển khoản ngân hàng",
    },
    "en": {
        "item": "Product", "sum": "Amount", "subtotal": "Subtotal", "discount": "Discount",
        "shipping": "Delivery fee", "free": "Free", "total": "Total",
        "later": "is checked and taken off when you confirm", "payment": "Payment method",
        "cod": "Cash on delivery (COD)", "bank": "Bank transfer",
    },
}  # fmt: skip

Line = tuple[str, int, int]


def label(name: str, language: str) -> str:
    """Return a word of the summary."""
    return _LABELS[language][name]


def totals_table(quote: Quote, code: str, language: str) -> str:
    """Return lines and figures of a quote."""
    lines = [(line.name, line.quantity, line.price * line.quantity) for line in quote.lines]
    table = figures(lines, quote.amounts, language)
    if code and not quote.voucher_known:
        table += f"<p>{html.escape(code)}: {label('later', language)}.</p>"
    return f'<div class="card">{table}</div>'


def figures(lines: Sequence[Line], amounts: Amounts, language: str) -> str:
    """Return the table of an order."""
    head = f"<tr><th>{label('item', language)}</th><th>{label('sum', language)}</th></tr>"
    rows = [_row(f"{html.escape(name)} × {count}", format_vnd(sum_)) for name, count, sum_ in lines]
    rows.append(_row(label("subtotal", language), format_vnd(amounts.subtotal)))
    if amounts.discount:
        rows.append(_row(label("discount", language), f"−{format_vnd(amounts.discount)}"))
    fee = format_vnd(amounts.shipping_fee) if amounts.shipping_fee else label("free", language)
    rows.append(_row(label("shipping", language), fee))
    strong = f"<strong>{format_vnd(amounts.total)}</strong>"
    rows.append(_row(f"<strong>{label('total', language)}</strong>", strong))
    return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def contact_rows(spec: FormSpec, values: Mapping[str, str], payment: str, language: str) -> str:
    """Return what was typed, label by label, and how it will be paid."""
    rows = []
    for question in spec.fields:
        value = values.get(question.key, "")
        if value:
            shown = local_phone(value) if question.type == "phone" else value
            shown = "✓" if question.type == "checkbox" else shown
            rows.append(f"<dt>{html.escape(question.label)}</dt><dd>{html.escape(shown)}</dd>")
    if payment in ("cod", "bank"):
        rows.append(f"<dt>{label('payment', language)}</dt><dd>{label(payment, language)}</dd>")
    return f'<div class="card"><dl>{"".join(rows)}</dl></div>'


def _row(left: str, right: str) -> str:
    return f"<tr><td>{left}</td><td>{right}</td></tr>"

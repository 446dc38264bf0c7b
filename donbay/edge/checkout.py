"""Checkouts: review with the total, confirm, capture, wait for the order."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.house import House
from donbay.edge.posts import Post, hidden, hidden_inputs, not_kept, read_post, retry, typed
from donbay.edge.quotes import Quote, Wanted, make_quote
from donbay.edge.replies import Reply, document, json_reply, redirect
from donbay.edge.request import Request
from donbay.edge.settings import RESULT_SECONDS
from donbay.edge.summary import contact_rows, totals_table
from donbay.edge.types import NotKeptError
from donbay.kit.clock import utcnow
from donbay.kit.phone import InvalidPhone, normalise_phone
from donbay.kit.text import InvalidEmail, normalise_email
from donbay.sites.forms import Checked, ValueProblem, check_values

_MOST_PIECES = 999
_STEP = "_step"
_CONTACT = ("name", "phone", "email", "address")


async def take_checkout(
    house: House, request: Request, site: Site, page_id: str, form_id: str
) -> Reply:
    """Lead a visitor from the form through the review to the order."""
    post = await read_post(house, request, site, page_id, form_id, "checkout")
    step = post.fields.get(_STEP, "")
    if step == "edit":
        return retry(house, post, {}, status=200, said=_EDIT)
    if post.client_id is None:
        return retry(house, post, {}, status=409, said=words.AGAIN)
    checked = check_values(post.spec, post.fields)
    problems = {**checked.problems, **_payment_problem(post)}
    wanted = _wanted(post)
    if problems or not wanted:
        return retry(house, post, problems, message="" if wanted else _EMPTY[request.language])
    if step != "confirm":
        return await _review(house, post, checked, wanted)
    if post.is_machine:
        return _pending(post)
    return await _place(house, post, checked, wanted)


_EDIT = words.Words(
    "Sửa đơn hàng",
    "Change the order",
    "Hãy sửa những gì cần rồi bấm tiếp tục.",
    "Change what you need, then continue.",
)
_EMPTY = {
    "vi": "Hãy chọn ít nhất một sản phẩm.",
    "en": "Please choose at least one product.",
}
_REVIEW = words.Words(
    "Kiểm tra đơn hàng",
    "Review your order",
    "Đơn chỉ được đặt khi bạn bấm xác nhận.",
    "The order is placed only when you confirm.",
)


async def _review(house: House, post: Post, checked: Checked, wanted: tuple[Wanted, ...]) -> Reply:
    """Show what will be ordered and what it costs, with a way back."""
    language = post.request.language
    shop = post.site.shop
    code = _code(post)
    now = utcnow() + timedelta(seconds=shop.clock_offset)
    contacts = _contacts(checked)
    quote = await make_quote(
        house.database, shop.workspace_id, shop.settings, wanted, code, contacts, now
    )
    if quote.problem:
        problems = {quote.field: ValueProblem("refused", *quote.problem)} if quote.field else {}
        message = "" if quote.field else quote.problem[language != "vi"]
        return retry(house, post, problems, message=message)
    if post.request.wants_json:
        return json_reply(200, {"ok": True, "step": "review", "total": quote.amounts.total})
    body = (
        f'<div class="txt"><p>{html.escape(_REVIEW.text(language))}</p></div>'
        + totals_table(quote, code, language)
        + contact_rows(post.spec, checked.values, post.fields.get("payment_method", ""), language)
        + _confirm_form(house, post, quote)
    )
    return document(200, post.page.answer(_REVIEW.title(language), body, language), post.page)


def _confirm_form(house: House, post: Post, quote: Quote) -> str:
    """Return the form that carries everything on to the order, or back to be changed."""
    kept = {
        name: value
        for name, value in post.fields.items()
        if not name.startswith("_") and name not in {"client_id", "company_website"}
    }
    carried = "".join(hidden(name, value[:5000]) for name, value in kept.items())
    carried += hidden("_total", str(quote.amounts.total))
    once = hidden_inputs(house, post.page, post.fields.get("_ctx", ""), post.client_id or "")
    # The consent she saw is that of the page she opened, also if it was published anew since.
    once = once.replace(
        hidden("_v", str(post.page.publication.version)), hidden("_v", str(post.version))
    )
    confirm, edit = (
        ("Xác nhận đặt hàng", "Sửa lại")
        if post.request.language == "vi"
        else ("Confirm the order", "Change it")
    )
    return (
        f'<form class="fm b-white" method="post" action="{post.action}">{once}{carried}'
        f'<button class="btn btn-solid btn-lg" type="submit" name="{_STEP}" value="confirm">'
        f"{confirm}</button>"
        f'<button class="btn btn-outline btn-lg" type="submit" name="{_STEP}" value="edit">'
        f"{edit}</button>"
        "</form>"
    )


async def _place(house: House, post: Post, checked: Checked, wanted: tuple[Wanted, ...]) -> Reply:
    """Capture the order and show what became of it; promise nothing that is not so."""
    if post.client_id is None:
        raise ValueError("a checkout is placed under its one-time id")
    workspace_id = post.site.shop.workspace_id
    payload = _payload(post, checked, wanted)
    try:
        committed = await house.capture(
            workspace_id, post.client_id, "checkout", payload, post.context()
        )
    except NotKeptError:
        raise not_kept() from None
    if not committed:
        return _pending(post)
    row = await house.results.wait(workspace_id, post.client_id, RESULT_SECONDS)
    return _outcome(house, post, row)


def _outcome(house: House, post: Post, row: Mapping[str, Any] | None) -> Reply:
    result = row["result"] if row and row["state"] == "done" else None
    if not isinstance(result, Mapping):
        return _pending(post)
    if result.get("ok"):
        where = f"/_order/{result['order_token']}"
        if post.request.wants_json:
            return json_reply(200, {"ok": True, "next": where, "number": result["order_number"]})
        return redirect(where)
    error = result.get("error") or {}
    message = str(error.get(post.request.language) or error.get("vi") or "")
    field = _field_of(str(error.get("code", "")))
    problems = {field: ValueProblem("refused", message, message)} if field else {}
    return retry(house, post, problems, message="" if problems else message, status=409)


def _pending(post: Post) -> Reply:
    """Say that the order will be looked at, and nothing more."""
    language = post.request.language
    if post.request.wants_json:
        return json_reply(202, {"ok": True, "pending": True})
    text = f'<div class="txt"><p>{html.escape(words.PENDING.text(language))}</p></div>'
    return document(202, post.page.answer(words.PENDING.title(language), text, language), post.page)


def _payload(post: Post, checked: Checked, wanted: tuple[Wanted, ...]) -> dict[str, Any]:
    values = checked.values
    total = post.fields.get("_total", "")
    return {
        "page_id": post.page.page_id,
        "form_id": post.spec.form_id,
        "version": post.version,
        "lines": [{"product_id": w.product_id, "quantity": w.quantity} for w in wanted],
        "values": values,
        "contact": {name: values.get(name, "") for name in _CONTACT},
        "note": values.get("note", ""),
        "voucher_code": _code(post),
        "payment_method": post.fields.get("payment_method", ""),
        "expected_total": int(total) if total.isdecimal() and len(total) < 15 else None,
        "consent": _consent(post, checked),
    }


def _consent(post: Post, checked: Checked) -> dict[str, Any] | None:
    agreed = post.spec.consent
    if agreed is None or not checked.consent:
        return None
    return {
        "granted": True,
        "purpose": agreed.purpose,
        "channels": list(agreed.channels),
        "text": agreed.text,
        "text_hash": agreed.version_hash,
    }


def _wanted(post: Post) -> tuple[Wanted, ...]:
    """Return the products with a quantity, as far as the form offers them."""
    found = []
    for product in post.spec.products:
        text = post.fields.get(f"qty_{product['id']}", "").strip()
        quantity = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
        if quantity > 0:
            found.append(
                Wanted(
                    product["id"],
                    str(product["name"]),
                    int(product["price"]),
                    min(quantity, _MOST_PIECES),
                )
            )
    return tuple(found)


def _payment_problem(post: Post) -> dict[str, ValueProblem]:
    if post.fields.get("payment_method") in post.spec.payment_methods:
        return {}
    vi, en = "Hãy chọn cách thanh toán.", "Please choose how to pay."
    return {"payment_method": ValueProblem("required", vi, en)}


def _code(post: Post) -> str:
    if not post.spec.voucher:
        return ""
    text = typed(post.fields, "voucher_code", 60)
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())[:40]


def _contacts(checked: Checked) -> list[str]:
    """Return the phone and e-mail that were typed, as identities are kept."""
    found = []
    with contextlib.suppress(InvalidPhone):
        found.append(normalise_phone(checked.values.get("phone", "")))
    with contextlib.suppress(InvalidEmail):
        found.append(normalise_email(checked.values.get("email", "")))
    return found


def _field_of(code: str) -> str:
    """Return the field that a refusal is about, if it is one."""
    if code.startswith("voucher"):
        return "voucher_code"
    return {"contact_missing": "phone", "payment_unknown": "payment_method"}.get(code, "")

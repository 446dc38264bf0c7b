"""Derives from a tree what its forms ask, as the edge and the processor will check it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from donbay.sites.tree import Checkout, Consent, LeadForm, PageTree, Question, walk
from donbay.sites.types import FormConsent, FormField, FormSpec, ProductView, Terms

CONTACT_FIELDS = (
    FormField("name", "name", "Họ và tên", required=True),
    FormField("phone", "phone", "Số điện thoại", required=True),
    FormField("email", "email", "E-mail", placeholder="Để nhận xác nhận đơn hàng"),
    FormField("address", "address", "Địa chỉ nhận hàng", required=True),
    FormField("note", "textarea", "Ghi chú cho người bán"),
)


def form_specs(tree: PageTree, products: Mapping[str, ProductView], terms: Terms) -> list[FormSpec]:
    """Return the specification of every form of a page in reading order."""
    return [
        form_spec(node, products, terms)
        for node, _ in walk(tree)
        if isinstance(node, LeadForm | Checkout)
    ]


def form_spec(
    node: LeadForm | Checkout, products: Mapping[str, ProductView], terms: Terms
) -> FormSpec:
    """Return the specification of one form."""
    lead = isinstance(node, LeadForm)
    questions = _questions(node.fields)
    return FormSpec(
        form_id=node.id,
        kind="lead" if lead else "checkout",
        title=node.title,
        description=node.description,
        submit_label=node.submit_label,
        note=node.note,
        fields=questions if lead else _with_contact(questions),
        consent=form_consent(node.consent) if node.consent else None,
        success=node.success.model_dump(),
        products=() if isinstance(node, LeadForm) else _products(node, products),
        payment_methods=() if isinstance(node, LeadForm) else tuple(node.payment_methods),
        delivery="" if lead else terms.words(),
        voucher=isinstance(node, Checkout) and node.voucher,
    )


def form_consent(consent: Consent) -> FormConsent:
    """Return a consent with the SHA-256 of exactly its words, as the consent ledger names them."""
    return FormConsent(
        text=consent.text,
        version_hash=hashlib.sha256(consent.text.encode()).hexdigest(),
        purpose=consent.purpose,
        channels=tuple(sorted(consent.channels)),
    )


def _questions(questions: Sequence[Question]) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            key=each.key,
            type=each.type,
            label=each.label,
            required=each.required,
            options=tuple(each.options),
            placeholder=each.placeholder,
        )
        for each in questions
    )


def _with_contact(extra: tuple[FormField, ...]) -> tuple[FormField, ...]:
    *head, note = CONTACT_FIELDS
    return (*head, *extra, note)


def _products(node: Checkout, products: Mapping[str, ProductView]) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            "id": product_id,
            "name": products[product_id].name,
            "price": products[product_id].price,
            "compare_price": products[product_id].compare_price,
            "image_key": products[product_id].image_key,
            "sold_out": not products[product_id].in_stock,
        }
        for product_id in node.product_ids
        if product_id in products
    )

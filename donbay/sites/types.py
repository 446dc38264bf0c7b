"""What crosses the borders of this room: form specifications, problems, page facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from donbay.kit.money import format_vnd

RESERVED_FIELD_KEYS = frozenset(
    {"client_id", "consent", "company_website", "voucher_code", "payment_method", "website_url"}
)
HONEYPOT = "company_website"
ONCE_TOKEN = "__DONBAY_ONCE__"  # noqa: S105 - a placeholder, not a secret
CONTEXT_TOKEN = "__DONBAY_CTX__"  # noqa: S105
TITLE_TOKEN = "__DONBAY_TITLE__"  # noqa: S105
BODY_TOKEN = "__DONBAY_BODY__"  # noqa: S105


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `key` is the name of the input and of the stored value."""

    key: str
    type: str
    label: str
    required: bool = False
    options: tuple[str, ...] = ()
    placeholder: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "key": self.key,
            "type": self.type,
            "label": self.label,
            "required": self.required,
            "options": list(self.options),
            "placeholder": self.placeholder,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> FormField:
        """Read the stored form."""
        return FormField(
            key=data["key"],
            type=data["type"],
            label=data["label"],
            required=bool(data.get("required")),
            options=tuple(data.get("options", ())),
            placeholder=data.get("placeholder", ""),
        )


@dataclass(frozen=True, slots=True)
class FormConsent:
    """The words beside an unticked box; `version_hash` names exactly these words."""

    text: str
    version_hash: str
    purpose: str = "advertising"
    channels: tuple[str, ...] = ("email",)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "text": self.text,
            "version_hash": self.version_hash,
            "purpose": self.purpose,
            "channels": list(self.channels),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> FormConsent:
        """Read the stored form."""
        return FormConsent(
            text=data["text"],
            version_hash=data["version_hash"],
            purpose=data["purpose"],
            channels=tuple(data["channels"]),
        )


@dataclass(frozen=True, slots=True)
class FormSpec:
    """What a published form asks for, as the edge and the processor check it."""

    form_id: str
    kind: str
    fields: tuple[FormField, ...]
    consent: FormConsent | None = None
    success: Mapping[str, str] = field(default_factory=dict)
    products: tuple[Mapping[str, Any], ...] = ()
    payment_methods: tuple[str, ...] = ()
    voucher: bool = False
    title: str = ""
    description: str = ""
    submit_label: str = "Gửi"
    note: str = ""
    delivery: str = ""

    @property
    def product_ids(self) -> tuple[str, ...]:
        """Return the products a checkout offers."""
        return tuple(product["id"] for product in self.products)

    @property
    def sold_out(self) -> bool:
        """Tell whether a checkout has nothing that can be ordered."""
        return self.kind == "checkout" and all(each.get("sold_out") for each in self.products)

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        return {
            "kind": self.kind,
            "title": self.title,
            "description": self.description,
            "submit_label": self.submit_label,
            "note": self.note,
            "delivery": self.delivery,
            "fields": [each.to_json() for each in self.fields],
            "consent": self.consent.to_json() if self.consent else None,
            "success": dict(self.success),
            "product_ids": list(self.product_ids),
            "products": [dict(each) for each in self.products],
            "payment_methods": list(self.payment_methods),
            "voucher": self.voucher,
        }

    @staticmethod
    def from_json(form_id: str, data: Mapping[str, Any]) -> FormSpec:
        """Read the stored form."""
        consent = data.get("consent")
        return FormSpec(
            form_id=form_id,
            kind=data["kind"],
            title=data.get("title", ""),
            description=data.get("description", ""),
            submit_label=data.get("submit_label", "Gửi"),
            note=data.get("note", ""),
            delivery=data.get("delivery", ""),
            fields=tuple(FormField.from_json(each) for each in data["fields"]),
            consent=FormConsent.from_json(consent) if consent else None,
            success=data.get("success", {}),
            products=tuple(data.get("products", ())),
            payment_methods=tuple(data.get("payment_methods", ())),
            voucher=bool(data.get("voucher")),
        )


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Something to mend before publishing (`error`) or to think about (`warning`)."""

    code: str
    vi: str
    en: str
    node_id: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells, as the law on e-commerce wants it shown on every selling page."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    tax_code: str = ""
    website: str = ""

    @classmethod
    def from_settings(cls, name: str, settings: Mapping[str, Any]) -> Seller:
        """Return the seller whom a workspace's settings describe; `name` is the workspace's."""
        return cls(
            name=str(settings.get("legal_name") or name),
            address=str(settings.get("address") or ""),
            phone=str(settings.get("phone") or ""),
            email=str(settings.get("email") or ""),
            tax_code=str(settings.get("tax_code") or ""),
            website=str(settings.get("website") or ""),
        )

    def missing(self, *, selling: bool) -> tuple[str, ...]:
        """Return the settings still empty; a selling page needs more than one that only asks."""
        needed = ("address", "phone", "tax_code") if selling else ("address", "phone")
        return tuple(name for name in needed if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class Terms:
    """What delivery costs, and whether bank transfers can be taken."""

    shipping_fee: int = 0
    free_from: int | None = None
    transfers: bool = True

    def words(self) -> str:
        """Return the sentence about delivery, as the law wants it before the order."""
        if not self.shipping_fee:
            return "Miễn phí giao hàng. Giá đã gồm thuế."
        free = f", miễn phí cho đơn từ {format_vnd(self.free_from)}" if self.free_from else ""
        return f"Phí giao hàng {format_vnd(self.shipping_fee)}{free}. Giá đã gồm thuế."


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as a page shows it at the moment of rendering."""

    id: UUID
    name: str
    price: int
    compare_price: int | None = None
    description: str = ""
    image_key: str = ""
    in_stock: bool = True


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What other rooms may know of a page: its name and what its published forms ask."""

    id: UUID
    name: str
    slug: str
    published: bool
    forms: tuple[FormSpec, ...] = ()

    @property
    def field_types(self) -> frozenset[str]:
        """Return the kinds of answers any lead form of the page collects."""
        return frozenset(each.type for form in self.forms for each in form.fields)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A rendered page: the document, its policy, one thank-you page per form, and a shell.

    `shell` is a document in the page's style with __DONBAY_TITLE__ and __DONBAY_BODY__ in it,
    for answers that are known only when a visitor posts.
    """

    html: str
    csp: str
    thanks: Mapping[str, str]
    shell: str
    forms: Sequence[FormSpec]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page in a list. `version` counts saves, `published_version` publications."""

    id: UUID
    name: str
    slug: str
    kind: str
    state: str
    version: int
    published_version: int | None
    live_path: str | None
    changed_since_publish: bool
    owner_id: UUID | None
    access: str
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    submissions: int = 0
    last_submission_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageDetail:
    """A page with what the editor works on."""

    info: PageInfo
    tree: Mapping[str, Any]
    seo: Mapping[str, Any]
    problems: tuple[PageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionInfo:
    """An earlier state of a page that can be brought back."""

    number: int
    name: str
    saved_by: str
    saved_at: datetime
    published: bool


@dataclass(frozen=True, slots=True)
class SubmissionInfo:
    """What one visitor answered, and where she came from."""

    id: UUID
    page_id: UUID
    form_id: str
    customer_id: UUID | None
    values: Mapping[str, str]
    consent: bool
    utm: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A page to start from."""

    key: str
    kind: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    tree: Mapping[str, Any]
    seo: Mapping[str, Any]
    sample: Mapping[str, Any] = field(default_factory=dict)
    """The product its words are about, the sections that are, and what to say of another."""

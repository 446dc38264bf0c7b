"""The component tree of a page, version 1: every node, every setting, every limit.

The reference for people and for the editor is docs/reference/page-tree.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from donbay.sites.richtext import clean_blocks, clean_inline, safe_href
from donbay.sites.types import RESERVED_FIELD_KEYS

VERSION = 1
MAX_NODES = 600
MAX_DEPTH = 8


def _href(value: str) -> str:
    value = value.strip()
    if value and not safe_href(value):
        raise PydanticCustomError("link_unreadable", "not a link that a page may have")
    return value


def _line(value: str) -> str:
    return "".join(c for c in value if c >= " ")


def _filled(values: list[str]) -> list[str]:
    """Leave out the empty lines of a list written one a line."""
    return [value.strip() for value in values if value.strip()]


def _field_key(value: str) -> str:
    if value in RESERVED_FIELD_KEYS or value.startswith("qty_"):
        raise PydanticCustomError("field_key_reserved", "{key} is reserved", {"key": value})
    return value


NodeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
FieldKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_field_key)
]
Anchor = Annotated[str, StringConstraints(pattern=r"^(?:[a-z][a-z0-9-]{0,39})?$")]
Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(_line)]
Inline = Annotated[str, StringConstraints(max_length=4000), AfterValidator(clean_inline)]
Blocks = Annotated[str, StringConstraints(max_length=20000), AfterValidator(clean_blocks)]
Options = Annotated[list[Line], Field(max_length=100), AfterValidator(_filled)]
Href = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_href)]
Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Source = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:asset:[a-z0-9-]{1,60}|media:[a-zA-Z0-9][a-zA-Z0-9._-]{3,120})?$"
    ),
]
ProductId = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]

INK = ("ink", "muted", "primary", "accent", "white")
PAPER = ("paper", "white", "tint", "sand", "primary", "accent", "dark", "glow", "dusk", "dawn")
InkColour = Annotated[str, StringConstraints(pattern=rf"^(?:{'|'.join(INK)}|#[0-9a-fA-F]{{6}})$")]
PaperColour = Annotated[
    str, StringConstraints(pattern=rf"^(?:{'|'.join(PAPER)}|#[0-9a-fA-F]{{6}})$")
]
ConsentChannel = Literal["email", "sms", "zalo", "call"]
PaymentMethod = Literal["cod", "bank"]
Align = Literal["left", "center", "right"]
Space = Literal["none", "xs", "sm", "md", "lg", "xl", "2xl"]
TextSize = Literal["xs", "sm", "md", "lg", "xl", "2xl", "3xl", "4xl"]
Radius = Literal["none", "sm", "md", "lg", "xl", "full"]


class Part(BaseModel):
    """Base of everything in the tree: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PhoneStyle(Part):
    """What differs below 720 px."""

    align: Align | None = None
    size: TextSize | None = None
    padding_y: Space | None = None
    hidden: bool = False


class Style(Part):
    """The allow-listed looks of a node; empty means the theme decides."""

    align: Align | None = None
    color: InkColour | None = None
    background: PaperColour | None = None
    size: TextSize | None = None
    weight: Literal["normal", "medium", "semibold", "bold"] | None = None
    padding: Space | None = None
    padding_y: Space | None = None
    margin_top: Space | None = None
    margin_bottom: Space | None = None
    gap: Space | None = None
    radius: Radius | None = None
    shadow: Literal["none", "sm", "md", "lg"] | None = None
    border: Literal["none", "subtle", "strong"] | None = None
    max_width: Literal["narrow", "normal", "wide", "full"] | None = None
    uppercase: bool = False
    desktop_hidden: bool = False
    phone: PhoneStyle | None = None


class Theme(Part):
    """The page's colours, letters and corners."""

    primary: Hex = "#0f766e"
    accent: Hex = "#e8825a"
    ink: Hex = "#1c2b2a"
    paper: Hex = "#fffdfa"
    font: Literal["sans", "serif", "rounded"] = "sans"
    heading_font: Literal["sans", "serif", "rounded"] = "sans"
    radius: Literal["none", "sm", "md", "lg"] = "md"


class Node(Part):
    """What every node has: an id unique in the page, and looks."""

    id: NodeId
    style: Style = Style()


class Heading(Node):
    type: Literal["heading"]
    level: Literal[1, 2, 3, 4] = 2
    html: Inline = ""


class Text(Node):
    type: Literal["text"]
    html: Blocks = ""


class Image(Node):
    type: Literal["image"]
    src: Source = ""
    alt: Line = ""
    decorative: bool = False
    ratio: Literal["auto", "1-1", "4-3", "3-4", "16-9", "3-2"] = "auto"
    width: int | None = Field(default=None, ge=1, le=8000)
    height: int | None = Field(default=None, ge=1, le=8000)
    href: Href = ""
    caption: Line = ""


class Button(Node):
    type: Literal["button"]
    label: Line = "Tìm hiểu thêm"
    href: Href = ""
    variant: Literal["solid", "outline", "soft", "link"] = "solid"
    scale: Literal["sm", "md", "lg"] = "md"
    full: bool = False


class ListItem(Part):
    html: Inline = ""


class ListNode(Node):
    type: Literal["list"]
    marker: Literal["check", "dot", "number", "star", "none"] = "check"
    items: list[ListItem] = Field(default_factory=list, max_length=60)


class Spacer(Node):
    type: Literal["spacer"]
    height: Space = "md"


class Divider(Node):
    type: Literal["divider"]


class FaqItem(Part):
    question: Line
    html: Blocks = ""
    open: bool = False


class Faq(Node):
    type: Literal["faq"]
    items: list[FaqItem] = Field(default_factory=list, max_length=60)


class Testimonial(Node):
    type: Literal["testimonial"]
    html: Inline = ""
    name: Line = ""
    role: Line = ""
    avatar: Source = ""
    stars: int = Field(default=0, ge=0, le=5)


class Stat(Node):
    type: Literal["stat"]
    value: Line = ""
    label: Line = ""


class Video(Node):
    """A poster that links to the video: no foreign request is made by the page itself."""

    type: Literal["video"]
    href: Href = ""
    title: Line = ""
    poster: Source = ""


class Countdown(Node):
    type: Literal["countdown"]
    until: AwareDatetime
    label: Line = "Ưu đãi kết thúc sau"
    ended: Line = "Ưu đãi đã kết thúc"


class ProductCard(Node):
    type: Literal["product"]
    product_id: ProductId | Literal[""] = ""
    layout: Literal["card", "row"] = "card"
    show_description: bool = True
    button_label: Line = "Đặt mua"
    href: Href = ""


class Question(Part):
    """One input of a form; `key` names the stored value."""

    key: FieldKey
    type: Literal["name", "email", "phone", "address", "text", "textarea", "select", "checkbox"]
    label: Line
    placeholder: Line = ""
    required: bool = False
    options: Options = []


class Consent(Part):
    text: Inline
    purpose: Literal["advertising", "care"] = "advertising"
    channels: list[ConsentChannel] = Field(default=["email"], min_length=1, max_length=4)


class Success(Part):
    kind: Literal["message", "redirect"] = "message"
    title: Line = "Cảm ơn bạn!"
    html: Blocks = "<p>Chúng tôi đã nhận được thông tin và sẽ liên hệ sớm.</p>"
    href: Href = ""
    button_label: Line = ""


class LeadForm(Node):
    type: Literal["form"]
    title: Line = ""
    description: Inline = ""
    fields: list[Question] = Field(default_factory=list, max_length=30)
    consent: Consent | None = None
    submit_label: Line = "Gửi"
    note: Inline = ""
    success: Success = Success()


class Checkout(Node):
    type: Literal["checkout"]
    title: Line = "Đặt hàng"
    description: Inline = ""
    product_ids: list[ProductId] = Field(default_factory=list, max_length=20)
    fields: list[Question] = Field(default_factory=list, max_length=30)
    payment_methods: list[PaymentMethod] = Field(
        default=["cod", "bank"], min_length=1, max_length=2
    )
    voucher: bool = True
    consent: Consent | None = None
    submit_label: Line = "Đặt hàng"
    note: Inline = ""
    success: Success = Success()


Leaf = (
    Heading
    | Text
    | Image
    | Button
    | ListNode
    | Spacer
    | Divider
    | Faq
    | Testimonial
    | Stat
    | Video
    | Countdown
    | ProductCard
    | LeadForm
    | Checkout
)


class Buttons(Node):
    """Buttons in a row that wraps."""

    type: Literal["buttons"]
    children: list[Button] = Field(default_factory=list, max_length=8)


class Box(Node):
    """A card around other components."""

    type: Literal["box"]
    children: list[Component] = Field(default_factory=list, max_length=60)


class Column(Node):
    type: Literal["column"]
    children: list[Component] = Field(default_factory=list, max_length=60)


class Columns(Node):
    """Columns side by side from 720 px, one below the other on a phone."""

    type: Literal["columns"]
    template: Literal["1-1", "1-1-1", "1-1-1-1", "1-2", "2-1", "2-3", "3-2"] = "1-1"
    valign: Literal["top", "center", "stretch"] = "top"
    reverse_on_phone: bool = False
    children: list[Column] = Field(default_factory=list, max_length=12)


Component = Annotated[Leaf | Buttons | Box | Columns, Field(discriminator="type")]


class Section(Node):
    """A full-width band of the page."""

    type: Literal["section"]
    name: Line = ""
    anchor: Anchor = ""
    width: Literal["narrow", "normal", "wide"] = "normal"
    art: Source = ""
    children: list[Component] = Field(default_factory=list, max_length=80)


class Link(Part):
    label: Line
    href: Href


class Header(Node):
    type: Literal["header"]
    brand: Line = ""
    logo: Source = ""
    links: list[Link] = Field(default_factory=list, max_length=8)
    button: Link | None = None


class Footer(Node):
    """Always the last thing on a page; the seller's identity is added by the renderer."""

    type: Literal["footer"]
    html: Blocks = ""
    links: list[Link] = Field(default_factory=list, max_length=12)


class PageTree(Part):
    """A page: theme, optional header, sections, footer."""

    version: Literal[1] = 1
    theme: Theme = Theme()
    header: Header | None = None
    sections: list[Section] = Field(default_factory=list, max_length=60)
    footer: Footer = Footer(id="footer", type="footer")

    @model_validator(mode="after")
    def _limits(self) -> PageTree:
        seen: set[str] = set()
        for node, depth in walk(self):
            if depth > MAX_DEPTH:
                raise PydanticCustomError(
                    "tree_too_deep",
                    "{node}: nested deeper than {depth}",
                    {"node": node.id, "depth": MAX_DEPTH},
                )
            if node.id in seen:
                raise PydanticCustomError(
                    "tree_id_twice", "{node}: the id is used twice", {"node": node.id}
                )
            seen.add(node.id)
        if len(seen) > MAX_NODES:
            raise PydanticCustomError(
                "tree_too_large", "more than {count} components", {"count": MAX_NODES}
            )
        return self


class Seo(Part):
    """What search engines and shared links show."""

    title: Line = ""
    description: Line = ""
    image: Source = ""
    noindex: bool = False


for _container in (Box, Column, Columns, Section, PageTree):
    _container.model_rebuild()


def walk(tree: PageTree) -> Iterator[tuple[Node, int]]:
    """Yield every node in reading order with its depth."""
    if tree.header is not None:
        yield tree.header, 1
    for section in tree.sections:
        yield from descend(section, 1)
    yield tree.footer, 1


def descend(node: Node, depth: int = 0) -> Iterator[tuple[Node, int]]:
    """Yield a node and everything in it, in reading order, with its depth."""
    yield node, depth
    for child in getattr(node, "children", ()):
        yield from descend(child, depth + 1)


def dump(tree: PageTree) -> dict[str, Any]:
    """Return the JSON stored for a tree, defaults left out."""
    data = tree.model_dump(mode="json", exclude_defaults=True)
    return {**data, "version": VERSION}

"""Names what a page lacks before visitors may see it, and what its author should think about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from donbay.sites.library import find_template, templates
from donbay.sites.richtext import plain
from donbay.sites.specs import CONTACT_FIELDS
from donbay.sites.starting import speaks_of
from donbay.sites.tree import (
    Button,
    Checkout,
    Heading,
    Image,
    LeadForm,
    ListNode,
    Node,
    PageTree,
    ProductCard,
    Section,
    Seo,
    Testimonial,
    Text,
    Video,
    walk,
)
from donbay.sites.types import PageProblem, ProductView, Seller, Terms

# Shorter lines are labels such as "Cách dùng", right for any product.
_CLAIM = 24
_CONTACT = frozenset({"email", "phone"})
_SETTING_VI = {"address": "địa chỉ", "phone": "điện thoại", "tax_code": "mã số thuế"}
_SETTING_EN = {"address": "address", "phone": "phone", "tax_code": "tax code"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: the page, who sells, and the products it names."""

    tree: PageTree
    seo: Seo
    seller: Seller
    products: Mapping[str, ProductView]
    terms: Terms = field(default_factory=Terms)


def find_problems(subject: Subject) -> list[PageProblem]:
    """Return every problem of a page, errors first."""
    found = [*_whole(subject), *_seller(subject), *_links(subject), *_samples(subject)]
    for node, _ in walk(subject.tree):
        found += _of_node(node, subject)
    places = _places(subject.tree)
    placed = [_placed(problem, places) for problem in found]
    return sorted(placed, key=lambda problem: problem.severity != "error")


def _whole(subject: Subject) -> Iterator[PageProblem]:
    nodes = [node for node, _ in walk(subject.tree)]
    if not subject.tree.sections:
        yield _error("page_empty", "Trang chưa có phần nào.", "The page has no section.")
    if not any(isinstance(node, LeadForm | Checkout) for node in nodes):
        yield _warning(
            "page_without_form",
            "Trang chưa có biểu mẫu: khách xem xong không để lại được thông tin.",
            "The page has no form: visitors cannot leave anything.",
        )
    if not any(isinstance(node, Heading) and plain(node.html) for node in nodes):
        yield _warning("page_without_heading", "Trang chưa có tiêu đề.", "The page has no heading.")
    if not subject.seo.description:
        yield _warning(
            "seo_description",
            "Chưa có mô tả cho Google và khi chia sẻ liên kết.",
            "There is no description for search engines and shared links.",
        )


def _seller(subject: Subject) -> Iterator[PageProblem]:
    selling = any(isinstance(node, Checkout) for node, _ in walk(subject.tree))
    missing = subject.seller.missing(selling=selling)
    if missing:
        vi = ", ".join(_SETTING_VI[name] for name in missing)
        en = ", ".join(_SETTING_EN[name] for name in missing)
        yield _error(
            "seller_identity",
            f"Luật Thương mại điện tử đòi chân trang ghi rõ người bán. Hãy điền ở Cài đặt: {vi}.",
            f"The law wants the seller shown at the foot. Fill in under Settings: {en}.",
        )


def _links(subject: Subject) -> Iterator[PageProblem]:
    anchors = {node.anchor for node, _ in walk(subject.tree) if isinstance(node, Section)}
    anchors |= {"", "main"}
    for node, _ in walk(subject.tree):
        href = node.href if isinstance(node, Button) else ""
        if isinstance(node, ProductCard):
            href = node.href
        if href.startswith("#") and href[1:] not in anchors:
            yield _warning(
                "anchor_missing",
                f"Nút “{_label(node)}” trỏ tới {href} nhưng không phần nào có tên neo đó.",
                f"The button “{_label(node)}” points at {href}, but no section has that anchor.",
                node,
            )


def _samples(subject: Subject) -> Iterator[PageProblem]:
    """Find sections that still tell of a template's product while another one is sold."""
    if not subject.products:
        return
    for template in templates():
        words = _sample_words(template.key)
        if not words or any(speaks_of(template, each) for each in subject.products.values()):
            continue
        sold = next(iter(subject.products.values())).name
        told = template.sample["product"]
        for section in subject.tree.sections:
            if words.isdisjoint(_claims(section)):
                continue
            yield _warning(
                "words_sample",
                f"Chữ ở đây vẫn là câu mẫu về “{told}”, không phải “{sold}”. Hãy viết lại.",
                f"The words are still the sample about “{told}”, not “{sold}”. Rewrite them.",
                section,
            )


@cache
def _sample_words(key: str) -> frozenset[str]:
    """Return what a template claims of its own product."""
    template = find_template(key)
    about = template.sample.get("about", ())
    tree = PageTree.model_validate(template.tree)
    return frozenset(
        claim for section in tree.sections if section.id in about for claim in _claims(section)
    )


def _claims(node: Node) -> Iterator[str]:
    """Yield the sentences of paragraphs and lists, where products are described."""
    if isinstance(node, Text) and len(node.html) > _CLAIM:
        yield node.html
    elif isinstance(node, ListNode):
        yield from (item.html for item in node.items if len(item.html) > _CLAIM)
    for child in getattr(node, "children", ()):
        yield from _claims(child)


def _label(node: Node) -> str:
    if isinstance(node, Button):
        return node.label
    return node.button_label if isinstance(node, ProductCard) else ""


def _of_node(node: Node, subject: Subject) -> Iterator[PageProblem]:
    if isinstance(node, Image):
        yield from _image(node)
    elif isinstance(node, Button):
        yield from _button(node)
    elif isinstance(node, Heading) and not plain(node.html):
        yield _warning("heading_empty", "Có tiêu đề để trống.", "A heading is empty.", node)
    elif isinstance(node, Video) and not node.href:
        yield _error("video_empty", "Video chưa có liên kết.", "A video has no link.", node)
    elif isinstance(node, Testimonial) and node.html in _sample_quotes():
        yield _warning(
            "quote_sample",
            f"Lời khen của {node.name or 'khách'} vẫn là câu mẫu. Hãy thay bằng lời thật của khách "
            "đã đồng ý cho đăng.",
            f"The quote of {node.name or 'a customer'} is still the sample. Use a real customer's "
            "words, with her permission.",
            node,
        )
    elif isinstance(node, ProductCard):
        yield from _product(node, subject)
    elif isinstance(node, LeadForm | Checkout):
        yield from _form(node, subject)


def _image(node: Image) -> Iterator[PageProblem]:
    if not node.src:
        yield _error("image_empty", "Có ảnh chưa được chọn.", "An image has not been chosen.", node)
    elif not node.alt and not node.decorative:
        yield _error(
            "image_alt",
            "Ảnh chưa có mô tả cho người không nhìn thấy. Hãy mô tả, hoặc đánh dấu là trang trí.",
            "An image has no description. Describe it, or mark it as decoration.",
            node,
        )


def _button(node: Button) -> Iterator[PageProblem]:
    if not node.href:
        yield _error(
            "button_target",
            f"Nút “{node.label}” chưa có đích đến.",
            f"The button “{node.label}” leads nowhere.",
            node,
        )
    if not node.label.strip():
        yield _error("button_label", "Có nút chưa có chữ.", "A button has no words.", node)


def _product(node: ProductCard, subject: Subject) -> Iterator[PageProblem]:
    if node.product_id not in subject.products:
        yield _error(
            "product_missing",
            "Hãy chọn sản phẩm cho thẻ sản phẩm: chưa chọn, hoặc sản phẩm đã ngừng bán.",
            "Choose the product of the product card: none is chosen, or it is no longer sold.",
            node,
        )


def _form(node: LeadForm | Checkout, subject: Subject) -> Iterator[PageProblem]:
    if isinstance(node, LeadForm) and not node.fields:
        yield _error("form_empty", "Biểu mẫu chưa có ô nào.", "A form has no field.", node)
    elif isinstance(node, LeadForm) and not _CONTACT & {each.type for each in node.fields}:
        yield _warning(
            "form_without_contact",
            "Biểu mẫu không hỏi e-mail hay điện thoại: không liên hệ lại được với khách.",
            "A form asks for neither e-mail nor phone: nobody can be reached.",
            node,
        )
    yield from _fields(node)
    if isinstance(node, Checkout):
        if not [each for each in node.product_ids if each in subject.products]:
            yield _error(
                "checkout_without_product",
                "Hãy chọn sản phẩm cho biểu mẫu đặt hàng: chưa có sản phẩm nào đang bán.",
                "Choose a product for the order form: it has none that is on sale.",
                node,
            )
        if "bank" in node.payment_methods and not subject.terms.transfers:
            yield _error(
                "bank_missing",
                "Biểu mẫu cho chuyển khoản nhưng Cài đặt chưa có tài khoản ngân hàng.",
                "The form offers bank transfer, but Settings has no bank account.",
                node,
            )
    elif node.consent is None:
        yield _warning(
            "form_without_consent",
            "Biểu mẫu không có ô đồng ý: người để lại thông tin sẽ không nhận thư quảng cáo.",
            "A form has no consent box: people who fill it in will get no advertising.",
            node,
        )
    if node.success.kind == "redirect" and not node.success.href:
        yield _error(
            "success_target",
            "Biểu mẫu chuyển hướng sau khi gửi nhưng chưa có địa chỉ.",
            "A form leads on after sending, but has no address.",
            node,
        )


def _fields(node: LeadForm | Checkout) -> Iterator[PageProblem]:
    keys = Counter(each.key for each in node.fields)
    if isinstance(node, Checkout):
        keys.update(each.key for each in CONTACT_FIELDS)
    for key in (key for key, count in keys.items() if count > 1):
        yield _error(
            "field_twice",
            f"Hai ô của biểu mẫu cùng có tên “{key}”.",
            f"Two fields of a form are both called “{key}”.",
            node,
        )
    for each in node.fields:
        if not each.label.strip():
            yield _error(
                "field_label",
                f"Ô “{each.key}” chưa có nhãn.",
                f"The field “{each.key}” has no label.",
                node,
            )
        if each.type == "select" and not each.options:
            yield _error(
                "field_options",
                f"Ô chọn “{each.label}” chưa có mục nào.",
                f"The choice “{each.label}” has no option.",
                node,
            )


def _sample_quotes() -> frozenset[str]:
    return frozenset(
        node.html
        for template in templates()
        for node, _ in walk(PageTree.model_validate(template.tree))
        if isinstance(node, Testimonial)
    )


def _error(code: str, vi: str, en: str, node: Node | None = None) -> PageProblem:
    return PageProblem(code, vi, en, node.id if node else "", "error")


def _warning(code: str, vi: str, en: str, node: Node | None = None) -> PageProblem:
    return PageProblem(code, vi, en, node.id if node else "", "warning")


def _placed(problem: PageProblem, places: Mapping[str, str]) -> PageProblem:
    """Say in which section a problem is, where it is in one."""
    place = places.get(problem.node_id)
    if not place:
        return problem
    return replace(
        problem, vi=f"Phần “{place}”: {problem.vi}", en=f"Section “{place}”: {problem.en}"
    )


def _places(tree: PageTree) -> dict[str, str]:
    """Return the name of the section around each node, by the node's id."""
    places: dict[str, str] = {}
    place = ""
    for node, depth in walk(tree):
        if depth == 1:
            place = _name(node) if isinstance(node, Section) else ""
        places[node.id] = place
    return places


def _name(section: Section) -> str:
    """Return what its author calls a section, or how it begins."""
    headings = (plain(each.html) for each in section.children if isinstance(each, Heading))
    return section.name or next(headings, "")

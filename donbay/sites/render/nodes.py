"""One function per component: node and context in, markup out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from donbay.kit.clock import VIETNAM
from donbay.kit.money import format_vnd
from donbay.sites.render.context import Context
from donbay.sites.render.forms import action_path, hidden_inputs, render_form, render_sold_out
from donbay.sites.render.markup import attrs, el, esc, join
from donbay.sites.tree import (
    Box,
    Button,
    Buttons,
    Checkout,
    Columns,
    Countdown,
    Divider,
    Faq,
    Heading,
    Image,
    LeadForm,
    ListNode,
    Node,
    ProductCard,
    Spacer,
    Stat,
    Testimonial,
    Text,
    Video,
)

_BLOCK_STARTS = ("<p", "<ul", "<ol")


def render_nodes(nodes: Sequence[Node], ctx: Context) -> str:
    """Return the markup of components one after the other."""
    return join(render_node(node, ctx) for node in nodes)


def render_node(node: Node, ctx: Context) -> str:
    """Return the markup of one component."""
    render = cast("Callable[[Any, Context], str]", _RENDERERS[type(node)])
    return render(node, ctx)


def blocks(html: str) -> str:
    """Return rich text as paragraphs; a bare line becomes one."""
    return html if not html or html.lstrip().startswith(_BLOCK_STARTS) else f"<p>{html}</p>"


def title(node: Heading | LeadForm | Checkout | ProductCard, ctx: Context, inner: str) -> str:
    """Return the heading of a form or product at the level the outline gives it."""
    level = ctx.levels.get(node.id, 2)
    return el(f"h{level}", inner, class_="h-3", id=f"t-{node.id}")


def button_link(label: str, href: str, classes: str) -> str:
    """Return a link that looks like a button."""
    rel = "noopener" if href.startswith("http") else None
    return el("a", esc(label), class_=classes, href=href or "#", rel=rel)


def _heading(node: Heading, ctx: Context) -> str:
    level = ctx.levels[node.id]
    look = ctx.attributes(node, f"h-{node.level}", id=f"h-{node.id}")
    return f"<h{level}{look}>{node.html}</h{level}>"


def _text(node: Text, ctx: Context) -> str:
    return f"<div{ctx.attributes(node, 'txt')}>{blocks(node.html)}</div>"


def _image(node: Image, ctx: Context) -> str:
    ctx.sheet.use("image")
    alt = "" if node.decorative else node.alt
    size = (node.width or 0, node.height or 0)
    picture = ctx.picture(node.src, alt, node.id, size=size)
    if not picture:
        empty = el("div", "Chưa chọn ảnh", class_="im-none")
        return f"<div{ctx.attributes(node, 'im')}>{empty}</div>" if ctx.editing else ""
    if node.src.startswith("asset:icon-"):
        return f"<div{ctx.attributes(node, 'im-icon')}>{picture}</div>"
    if node.ratio != "auto":
        picture = el("div", picture, class_=f"im-r r-{node.ratio}")
    if node.href:
        label = None if alt else "Mở liên kết"
        picture = el("a", picture, href=node.href, aria_label=label)
    if not node.caption:
        return f"<div{ctx.attributes(node, 'im')}>{picture}</div>"
    caption = el("figcaption", esc(node.caption))
    return f"<figure{ctx.attributes(node, 'im')}>{picture}{caption}</figure>"


def _button(node: Button, ctx: Context) -> str:
    return f'<p class="bt">{_bare_button(node, ctx)}</p>'


def _bare_button(node: Button, ctx: Context) -> str:
    ctx.sheet.use("button")
    base = f"btn btn-{node.variant}" + (f" btn-{node.scale}" if node.scale != "md" else "")
    base += " btn-full" if node.full else ""
    rel = "noopener" if node.href.startswith("http") else None
    look = ctx.attributes(node, base, href=node.href or "#", rel=rel)
    return f"<a{look}>{esc(node.label)}</a>"


def _buttons(node: Buttons, ctx: Context) -> str:
    ctx.sheet.use("button")
    inner = join(_bare_button(child, ctx) for child in node.children)
    return f"<div{ctx.attributes(node, 'btns')}>{inner}</div>"


def _list(node: ListNode, ctx: Context) -> str:
    ctx.sheet.use("list")
    tag = "ol" if node.marker == "number" else "ul"
    items = join(el("li", item.html) for item in node.items)
    role = ' role="list"' if tag == "ul" else ""
    return f"<{tag}{ctx.attributes(node, f'ls ls-{node.marker}')}{role}>{items}</{tag}>"


def _spacer(node: Spacer, ctx: Context) -> str:
    ctx.sheet.use("misc")
    return f"<div{ctx.attributes(node, f'sp-{node.height}')}></div>"


def _divider(node: Divider, ctx: Context) -> str:
    ctx.sheet.use("misc")
    return f"<hr{ctx.attributes(node, 'dv')}>"


def _faq(node: Faq, ctx: Context) -> str:
    ctx.sheet.use("faq")
    items = join(
        f"<details{attrs({'open': item.open})}><summary>{esc(item.question)}</summary>"
        f'<div class="txt">{blocks(item.html)}</div></details>'
        for item in node.items
    )
    return f"<div{ctx.attributes(node, 'faq')}>{items}</div>"


def _testimonial(node: Testimonial, ctx: Context) -> str:
    ctx.sheet.use("testimonial")
    stars = ""
    if node.stars:
        drawn = "★" * node.stars + "☆" * (5 - node.stars)
        stars = f'<div class="stars" role="img" aria-label="{node.stars} trên 5 sao">{drawn}</div>'
    picture = ctx.picture(node.avatar, "", node.id)
    face = picture or esc(node.name.split(" ")[-1][:1].upper())
    avatar = el("span", face, class_="av", aria_hidden="true") if face else ""
    role = el("span", esc(node.role)) if node.role else ""
    who = el("figcaption", avatar + el("span", el("strong", esc(node.name)) + role))
    quote = el("blockquote", f"<p>{node.html}</p>")
    return f"<figure{ctx.attributes(node, 'tm')}>{stars}{quote}{who}</figure>"


def _stat(node: Stat, ctx: Context) -> str:
    ctx.sheet.use("stat")
    inner = el("strong", esc(node.value)) + el("span", esc(node.label))
    return f"<p{ctx.attributes(node, 'st')}>{inner}</p>"


def _video(node: Video, ctx: Context) -> str:
    ctx.sheet.use("video")
    poster = ctx.picture(node.poster, "", node.id)
    label = el("span", "<i></i>" + el("b", esc(node.title or "Xem video")), class_="play")
    look = ctx.attributes(node, "vd", href=node.href or "#", rel="noopener")
    return f"<a{look}>{poster}{label}</a>"


def _countdown(node: Countdown, ctx: Context) -> str:
    ctx.sheet.use("countdown")
    local = node.until.astimezone(VIETNAM)
    when = f"{local:%H:%M} ngày {local.day}/{local.month}/{local.year}"
    clock = el(
        "b",
        el("time", when, datetime=node.until.isoformat(), data_ended=node.ended),
        role="timer",
    )
    return f"<p{ctx.attributes(node, 'cd')}><span>{esc(node.label)}</span> {clock}</p>"


def _product(node: ProductCard, ctx: Context) -> str:
    ctx.sheet.use("product")
    ctx.sheet.use("button")
    product = ctx.products.get(node.product_id)
    if product is None:
        ctx.sheet.use("image")
        empty = el("div", "Chưa chọn sản phẩm", class_="im-none")
        return f"<div{ctx.attributes(node, 'pd')}>{empty}</div>" if ctx.editing else ""
    old, saved = _saving(product.price, product.compare_price)
    price = f'<p class="pr">{format_vnd(product.price)}{old}{saved}</p>'
    about = el("p", esc(product.description), class_="mut") if product.description else ""
    order = button_link(node.button_label, node.href or "#dat-hang", "btn btn-solid")
    parts = [title(node, ctx, esc(product.name)), about if node.show_description else "", price]
    parts.append(order if product.in_stock else el("p", "Tạm hết hàng", class_="out"))
    picture = el(
        "div", product_picture(product.image_key, product.name, node.id, ctx), class_="pd-im"
    )
    base = "pd row" if node.layout == "row" else "pd"
    inner = picture + el("div", join(parts), class_="pd-tx")
    return f"<article{ctx.attributes(node, base)}>{inner}</article>"


def product_picture(image_key: str, name: str, key: str, ctx: Context) -> str:
    """Return a product's image, or the drawing that stands for one without."""
    if image_key:
        return ctx.picture(f"media:{image_key}", name, key)
    return ctx.picture("asset:product-serum", "", key)


def _saving(price: int, was: int | None) -> tuple[str, str]:
    if was is None or was <= price:
        return "", ""
    percent = (was - price) * 100 // was
    saved = f"<em>−{percent}%</em>" if percent else ""
    return f'<s><span class="vh">Giá cũ </span>{format_vnd(was)}</s>', saved


def _form(node: LeadForm | Checkout, ctx: Context) -> str:
    for part in ("button", "form", *(["checkout", "product"] if node.type == "checkout" else [])):
        ctx.sheet.use(part)
    spec = ctx.forms[node.id]
    pictures = {
        product["id"]: product_picture(product["image_key"], "", f"{node.id}-{index}", ctx)
        for index, product in enumerate(spec.products)
    }
    ctx.sheet.surface_class("white")
    heading = title(node, ctx, esc(node.title)) if node.title else ""
    anchor = ctx.anchors.get(node.id)
    mark = el("span", "", class_="at", id=anchor) if anchor else ""
    if spec.sold_out and not ctx.editing:
        form = render_sold_out(spec, heading=heading, pictures=pictures)
        return f"<div{ctx.attributes(node, 'fw')}>{mark}{form}</div>"
    form = render_form(
        spec,
        action="#" if ctx.editing else action_path(spec, ctx.page_id),
        hidden="" if ctx.editing else hidden_inputs(ctx.version),
        heading=heading,
        pictures=pictures,
    )
    return f"<div{ctx.attributes(node, 'fw')}>{mark}{form}</div>"


def _box(node: Box, ctx: Context) -> str:
    ctx.sheet.use("box")
    inner = render_nodes(node.children, ctx.on(node, card=True))
    return f"<div{ctx.attributes(node, 'box stack')}>{inner}</div>"


def _columns(node: Columns, ctx: Context) -> str:
    ctx.sheet.use("columns")
    inside = ctx.on(node)
    base = f"cols c-{node.template} v-{node.valign}" + (" rev" if node.reverse_on_phone else "")
    inner = join(
        f"<div{inside.attributes(column, 'col stack')}>"
        f"{render_nodes(column.children, inside.on(column))}</div>"
        for column in node.children
    )
    return f"<div{ctx.attributes(node, base)}>{inner}</div>"


_RENDERERS: dict[type[Node], Callable[..., str]] = {
    Heading: _heading,
    Text: _text,
    Image: _image,
    Button: _button,
    Buttons: _buttons,
    ListNode: _list,
    Spacer: _spacer,
    Divider: _divider,
    Faq: _faq,
    Testimonial: _testimonial,
    Stat: _stat,
    Video: _video,
    Countdown: _countdown,
    ProductCard: _product,
    LeadForm: _form,
    Checkout: _form,
    Box: _box,
    Columns: _columns,
}

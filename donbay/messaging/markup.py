"""E-mail tree → MJML → HTML with merge tags kept whole, and the plain text beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import mrml
import nh3

from donbay.messaging import tree as t
from donbay.messaging.templates import TAG, has_safe_scheme
from donbay.messaging.types import Advertiser

_TAGS = {"p", "br", "b", "strong", "i", "em", "u", "s", "a", "ul", "ol", "li", "span"}
_ATTRIBUTES = {"a": {"href"}}
_HELD = re.compile(r"xqtag-(\d+)-qx")
_OPENING_TAG = re.compile(r"\{\{[-+]?(.*?)[-+]?\}\}", re.DOTALL)
_SIZES = {1: "28px", 2: "22px", 3: "18px"}
_BREAKS = re.compile(r"<br\s*/?>|</p>|</li>|</ul>|</ol>")
_LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]+>")


class TagHolder:
    """Keeps merge tags out of HTML tools' hands: each becomes a mark, and comes back whole."""

    def __init__(self) -> None:
        self._tags: list[str] = []

    def hold(self, text: str) -> str:
        """Return text with each tag replaced by a mark."""
        return TAG.sub(self._mark, text)

    def _mark(self, match: re.Match[str]) -> str:
        self._tags.append(match.group())
        return f"xqtag-{len(self._tags) - 1}-qx"

    def restore(self, text: str) -> str:
        """Return text with the tags back in place."""
        return _HELD.sub(lambda match: self._tag(int(match.group(1))), text)

    def _tag(self, number: int) -> str:
        return self._tags[number] if number < len(self._tags) else ""

    def address(self, url: str) -> str:
        """Return an address safe for an attribute; one that begins with a tag is checked later."""
        url = url.strip()
        if TAG.match(url):
            first = TAG.match(url)
            assert first is not None  # noqa: S101
            url = _OPENING_TAG.sub(r"{{ (\1) | safe_url }}", first.group()) + url[first.end() :]
        elif not has_safe_scheme(url):
            url = "#"
        return html.escape(self.hold(url), quote=True)


class Writer:
    """Writes the MJML and the text of one tree."""

    def __init__(self, media_base: str) -> None:
        self.tags = TagHolder()
        self._media_base = media_base
        self._mjml: dict[type, Callable[..., str]] = {
            t.Heading: self._heading, t.Text: self._text, t.Button: self._button,
            t.Image: self._image, t.Divider: self._divider, t.Spacer: self._spacer,
            t.Product: self._product, t.Voucher: self._voucher,
        }  # fmt: skip

    def block(self, block: t.Block) -> str:
        """Return one block's MJML."""
        return self._mjml[type(block)](block)

    def plain(self, text: str) -> str:
        """Return text escaped for HTML, its merge tags held."""
        return html.escape(self.tags.hold(text), quote=True)

    def rich(self, source: str) -> str:
        """Return rich text reduced to the allowed tags, its merge tags held."""
        held = self.tags.hold(source)
        return nh3.clean(
            held,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
        )

    def picture(self, src: str) -> str:
        """Return a picture's absolute address; the house's own media by the edge."""
        return self.tags.address(self._media_base + src if src.startswith("/media/") else src)

    def _heading(self, block: t.Heading) -> str:
        return (
            f'<mj-text font-size="{_SIZES[block.level]}" font-weight="700" line-height="1.3" '
            f'color="{block.color}" align="{block.align}">{self.plain(block.text)}</mj-text>'
        )

    def _text(self, block: t.Text) -> str:
        return f'<mj-text align="{block.align}">{self.rich(block.html)}</mj-text>'

    def _button(self, block: t.Button) -> str:
        return (
            f'<mj-button href="{self.tags.address(block.url)}" align="{block.align}" '
            f'background-color="{block.color}">{self.plain(block.label)}</mj-button>'
        )

    def _image(self, block: t.Image) -> str:
        link = f' href="{self.tags.address(block.url)}"' if block.url else ""
        return (
            f'<mj-image src="{self.picture(block.src)}" alt="{self.plain(block.alt)}" '
            f'width="{block.width}px"{link} />'
        )

    def _divider(self, _block: t.Divider) -> str:
        return '<mj-divider border-width="1px" border-color="#e5e7eb" />'

    def _spacer(self, block: t.Spacer) -> str:
        return f'<mj-spacer height="{block.height}px" />'

    def _product(self, block: t.Product) -> str:
        old = f" <s>{self.plain(block.compare_price)}</s>" if block.compare_price else ""
        picture = self._image(
            t.Image(type="image", src=block.image, alt=block.name, url=block.url, width=320)
        )
        return (
            (picture if block.image else "")
            + '<mj-text align="center" font-size="18px" font-weight="700">'
            + f"{self.plain(block.name)}</mj-text>"
            + f'<mj-text align="center">{self.plain(block.price)}{old}</mj-text>'
            + self._button(t.Button(type="button", label=block.label, url=block.url))
        )

    def _voucher(self, block: t.Voucher) -> str:
        note = f"<br/>{self.plain(block.note)}" if block.note else ""
        return (
            '<mj-text align="center" container-background-color="#fef3c7">'
            f"{self.plain(block.title)}<br/>"
            '<span style="font-size:24px;font-weight:700;letter-spacing:2px">'
            f"{self.plain(block.code)}</span>{note}</mj-text>"
        )


def to_html(tree: t.EmailTree, *, preview: str, media_base: str, footer: Footer) -> str:
    """Return the mail's HTML, merge tags in place."""
    writer = Writer(media_base)
    blocks = "".join(writer.block(block) for block in tree.blocks)
    mjml = (
        f"<mjml><mj-head><mj-preview>{writer.plain(preview)}</mj-preview><mj-attributes>"
        "<mj-all font-family=\"'Be Vietnam Pro', Arial, sans-serif\" />"
        '<mj-text font-size="16px" line-height="1.6" color="#1f2937" />'
        '<mj-button font-size="16px" border-radius="6px" color="#ffffff" />'
        f'</mj-attributes></mj-head><mj-body width="{tree.width}px" '
        f'background-color="{tree.background}">'
        f'<mj-section background-color="#ffffff"><mj-column>{blocks}</mj-column></mj-section>'
        f"<mj-section><mj-column>{footer.mjml()}</mj-column></mj-section>"
        "</mj-body></mjml>"
    )
    return writer.tags.restore(str(mrml.to_html(mjml).content))


def to_text(tree: t.EmailTree, *, footer: Footer) -> str:
    """Return the mail's plain text, merge tags in place."""
    lines = [_block_text(block) for block in tree.blocks]
    body = "\n\n".join(line for line in lines if line)
    return f"{body}\n\n-- \n{footer.text()}\n" if footer.text() else body + "\n"


def _block_text(block: t.Block) -> str:
    match block:
        case t.Heading():
            return block.text
        case t.Text():
            return _rich_to_text(block.html)
        case t.Button():
            return f"{block.label}: {block.url}"
        case t.Image():
            return f"{block.alt}: {block.url}" if block.url else block.alt
        case t.Product():
            return "\n".join(filter(None, (block.name, block.price, f"{block.label}: {block.url}")))
        case t.Voucher():
            return "\n".join(filter(None, (f"{block.title}: {block.code}", block.note)))
        case _:
            return ""


def _rich_to_text(source: str) -> str:
    held = TagHolder()
    text = _LINK.sub(r"\2 (\1)", held.hold(source))
    text = _BREAKS.sub("\n", text.replace("<li>", "- "))
    return held.restore(html.unescape(_ANY_TAG.sub("", text))).strip()


class Footer:
    """What stands under a mail: who sends it, the right to refuse, the link that does it."""

    def __init__(self, advertiser: Advertiser, *, advertising: bool, unsubscribe: str) -> None:
        self._who = advertiser
        self._advertising = advertising
        self._unsubscribe = unsubscribe

    def _contact(self) -> list[str]:
        who = self._who
        labelled = (
            ("", who.name), ("ĐT: ", who.phone), ("E-mail: ", who.email),
            ("Địa chỉ: ", who.address), ("Website: ", who.website),
        )  # fmt: skip
        return [label + value for label, value in labelled if value]

    def _reason(self) -> str:
        if self._advertising:
            return (
                "Bạn nhận thư quảng cáo này vì đã đồng ý nhận tin. Bạn có quyền từ chối nhận "
                "toàn bộ quảng cáo từ chúng tôi bất cứ lúc nào, miễn phí."
            )
        return "Bạn có thể ngừng nhận những thư như thế này bất cứ lúc nào."

    def mjml(self) -> str:
        """Return the footer's MJML."""
        lines = [html.escape(_no_tags(line)) for line in self._contact()]
        if self._unsubscribe:
            lines.append(html.escape(self._reason()))
            href = html.escape(self._unsubscribe, quote=True)
            lines.append(f'<a href="{href}">Từ chối nhận tin</a>')
        return f'<mj-text font-size="12px" color="#6b7280">{"<br/>".join(lines)}</mj-text>'

    def text(self) -> str:
        """Return the footer's plain text."""
        lines = [_no_tags(line) for line in self._contact()]
        if self._unsubscribe:
            lines += [self._reason(), f"Từ chối nhận tin: {self._unsubscribe}"]
        return "\n".join(lines)


def _no_tags(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")

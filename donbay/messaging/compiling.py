"""A content made ready for sending: law's label and footer, tracked links, MIME skeleton."""

from __future__ import annotations

import html as html_escape
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from donbay.messaging.errors import TemplateRefused
from donbay.messaging.markup import Footer, to_html, to_text
from donbay.messaging.mime import Addressing, Skeleton
from donbay.messaging.templates import SLOT, TAG, Template, check_tags, has_safe_scheme, slot
from donbay.messaging.tracking import CLICK_PATH, OPEN_PATH, UNSUBSCRIBE_PATH
from donbay.messaging.tree import EmailTree, parse_tree
from donbay.messaging.types import Advertiser, Content, ContentProblem

AD_LABEL = "[QC] "
PREVIEW_SLOTS: Mapping[str, str] = {"u": "preview", "o": "preview"}
"""What stands in the links of a mail that is only looked at: they refuse and count nobody."""
_HREF = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"]*)(")')
_TEXT_URL = re.compile('https?://[^\\s<>()"{}]+')
_LABELLED = re.compile(r"^\s*\[(QC|AD)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Design:
    """A content's three templates as sources, links not yet tracked."""

    subject: str
    html: str
    text: str

    def urls(self) -> frozenset[str]:
        """Return the fixed web addresses its links go to."""
        return frozenset(
            html_escape.unescape(match.group(2))
            for match in _HREF.finditer(self.html)
            if _is_fixed(match.group(2))
        )


def _is_fixed(url: str) -> bool:
    return not SLOT.search(url) and not TAG.search(url)


def design(
    content: Content, *, advertiser: Advertiser, edge_url: str, tree: EmailTree | None = None
) -> Design:
    """Return a content's sources with what the law asks of its purpose."""
    tree = tree or parse_tree(content.tree)
    advertising = content.purpose == "advertising"
    refusable = content.purpose != "transactional"
    footer = Footer(
        advertiser,
        advertising=advertising,
        unsubscribe=f"{edge_url}{UNSUBSCRIBE_PATH}{slot('u')}" if refusable else "",
    )
    subject = content.subject
    if advertising and not _LABELLED.match(subject):
        subject = AD_LABEL + subject
    html = to_html(tree, preview=content.preview, media_base=edge_url, footer=footer)
    return Design(subject, html, to_text(tree, footer=footer))


def track(sources: Design, *, link_ids: Mapping[str, int], edge_url: str) -> Design:
    """Return the sources with known addresses led over the edge and an open mark at the end."""

    def click(url: str) -> str:
        return f"{edge_url}{CLICK_PATH}{slot(f'c{link_ids[url]}')}"

    def in_html(match: re.Match[str]) -> str:
        url = html_escape.unescape(match.group(2))
        if url not in link_ids:
            return match.group()
        return match.group(1) + click(url) + match.group(3)

    def in_text(match: re.Match[str]) -> str:
        return click(match.group()) if match.group() in link_ids else match.group()

    mark = (
        f'<img src="{edge_url}{OPEN_PATH}{slot("o")}" width="1" height="1" alt="" '
        'style="display:block" />'
    )
    html = _HREF.sub(in_html, sources.html)
    head, end, tail = html.rpartition("</body>")
    html = f"{head}{mark}{end}{tail}" if end else html + mark
    return Design(sources.subject, html, _TEXT_URL.sub(in_text, sources.text))


def skeleton(sources: Design, addressing: Addressing) -> Skeleton:
    """Return the MIME skeleton of a design; raise TemplateRefused where it is not well formed."""
    return Skeleton(
        addressing=addressing,
        subject=Template(sources.subject, html=False),
        text=Template(sources.text, html=False),
        html=Template(sources.html, html=True),
    )


def problems_of(
    content: Content, *, known_fields: Iterable[str], advertiser: Advertiser
) -> list[ContentProblem]:
    """Return what an author should mend before this content is sent."""
    found: list[ContentProblem] = []
    known = frozenset(known_fields)
    for pointer, source in sources_of(content):
        found += _source_problems(pointer, source, known)
    if not content.subject.strip():
        found.append(
            ContentProblem("subject_missing", "/subject", "Chưa có tiêu đề thư.", "No subject yet.")
        )
    found += _unfinished(content.tree.get("blocks", ()))
    missing = advertiser.missing()
    if content.purpose == "advertising" and missing:
        names = ", ".join(missing)
        found.append(
            ContentProblem(
                "advertiser_incomplete",
                "/purpose",
                f"Thư quảng cáo phải ghi đủ thông tin cửa hàng; hãy điền trong Cài đặt: {names}.",
                f"An advertising mail must name the shop fully; fill in under Settings: {names}.",
                severity="warning",
            )
        )
    return found


def _unfinished(blocks: Iterable[Mapping[str, Any]]) -> Iterator[ContentProblem]:
    """Name what a reader would meet as a dead button or an empty frame."""
    for index, block in enumerate(blocks):
        url = str(block.get("url", "")).strip()
        leads = has_safe_scheme(url) and not url.endswith("//")
        if block.get("type") in ("button", "product") and not leads and not TAG.match(url):
            yield ContentProblem(
                "link_missing",
                f"/tree/blocks/{index}/url",
                f"Nút “{block.get('label', '')}” chưa dẫn tới đâu. Hãy nhập địa chỉ.",
                f"The button “{block.get('label', '')}” leads nowhere. Enter an address.",
                severity="warning",
            )
        if block.get("type") == "image" and not str(block.get("src", "")).strip():
            yield ContentProblem(
                "image_missing",
                f"/tree/blocks/{index}/src",
                "Chưa chọn ảnh. Hãy tải ảnh lên hoặc xoá khối này.",
                "No picture is chosen. Upload one or remove this block.",
                severity="warning",
            )


def sources_of(content: Content) -> list[tuple[str, str]]:
    """Return every text of a content that may hold merge tags, with its JSON pointer."""
    found = [("/subject", content.subject), ("/preview", content.preview)]
    for index, block in enumerate(content.tree.get("blocks", ())):
        for key, value in block.items():
            if isinstance(value, str) and key not in ("type", "id"):
                found.append((f"/tree/blocks/{index}/{key}", value))
    return found


def _source_problems(pointer: str, source: str, known: frozenset[str]) -> list[ContentProblem]:
    if "{" not in source:
        return []
    try:
        check_tags(source)
        names = Template(source, html=False).names
    except TemplateRefused as error:
        return [
            ContentProblem("template_refused", pointer, error.message("vi"), error.message("en"))
        ]
    return [
        ContentProblem(
            "merge_field_unknown",
            pointer,
            f"Không có trường “{name}”. Hãy chọn trường trong danh sách.",
            f"There is no field “{name}”. Choose one from the list.",
        )
        for name in sorted(names - known)
    ]

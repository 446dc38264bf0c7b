"""MIME messages made from a skeleton: what is fixed is encoded once, not once per message."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from operator import itemgetter
from typing import Any

from donbay.messaging.errors import HeaderRefused
from donbay.messaging.templates import Template

# "=_" cannot occur in quoted-printable text (RFC 2045 §6.7), so this cannot end a part early.
BOUNDARY = "=_donbay_alternative_="
_CODING = "Content-Transfer-Encoding: "
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NEWLINES = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(rb"[!-<>-~](?:[ -<>-~]{0,68}[!-<>-~])?")
_WORD_BYTES = 45
_TOKEN = 100  # bytes no token reaches: 24 digits of signature, three numbers, their dots
_LINE = 998  # bytes a line may have, RFC 5322 §2.1.1
_RECIPIENT, _SUBJECT, _DATE, _MESSAGE_ID, _HEAD_CELLS = range(5)
_FOLDS = re.compile(r"([^\n]{100,240}?) (?=\S)")


def checked_header(name: str, value: str) -> str:
    """Return the value; raise HeaderRefused when it holds CR, LF or another control character."""
    if _CONTROL.search(value):
        raise HeaderRefused(header=name)
    return value


def encode_header(name: str, value: str) -> str:
    """Return a header's value for the wire: RFC 2047 words, folded, where it is not ASCII."""
    checked_header(name, value)
    if value.isascii() and len(value) <= 900 and "=?" not in value:
        return value
    words = [
        "=?utf-8?b?" + binascii.b2a_base64(chunk, newline=False).decode() + "?="
        for chunk in _utf8_chunks(value)
    ]
    return "\r\n ".join(words)


def _utf8_chunks(value: str) -> list[bytes]:
    data, chunks, start = value.encode("utf-8", "replace"), [], 0
    while start < len(data):
        end = start + _WORD_BYTES
        while end < len(data) and data[end] & 0xC0 == 0x80:  # in the middle of a letter
            end -= 1
        chunks.append(data[start:end])
        start = end
    return chunks


def encode_mailbox(header: str, name: str, address: str) -> str:
    """Return `name <address>` for a header."""
    checked_header(header, address)
    if not name:
        return address
    if name.isascii():
        quoted = checked_header(header, name).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{encode_header(header, name)} <{address}>"


def encode_literal(text: str) -> bytes:
    """Return fixed text in quoted-printable, so ended that any piece may follow it."""
    data = _NEWLINES.sub("\r\n", text).encode("utf-8", "replace")
    encoded = binascii.b2a_qp(data, istext=True, quotetabs=False)
    encoded = re.sub(rb"(?<!\r)\n", b"\r\n", encoded)
    return encoded if encoded.endswith(b"\r\n") else _open_end(encoded)


def _open_end(encoded: bytes) -> bytes:
    last = encoded.rpartition(b"\r\n")[2]
    if len(last) <= 75:
        return encoded + b"=\r\n"
    cut = len(encoded) - 3 if b"=" in last[-3:-1] else len(encoded) - 1
    return encoded[:cut] + b"=\r\n" + encoded[cut:] + b"=\r\n"


def encode_value(text: str) -> bytes:
    """Return a short varying text in quoted-printable, ended by a soft line break."""
    data = text.encode("utf-8", "replace")
    if _PLAIN.fullmatch(data):
        return data + b"=\r\n"
    return encode_literal(text) if data else b""


def encode_token(token: str) -> bytes:
    """Return a URL-safe token in quoted-printable, ended by a soft line break."""
    data = token.encode("ascii")
    return data + b"=\r\n" if len(data) <= 75 else encode_literal(token)


def fold_html(text: str) -> bytes:
    """Return HTML with CRLF line ends, its long lines broken where a blank stood."""
    return _NEWLINES.sub("\r\n", _FOLDS.sub("\\1\n", text)).encode("utf-8", "replace")


def plain_lines(text: str) -> bytes:
    """Return text with CRLF line ends."""
    return _NEWLINES.sub("\r\n", text).encode("utf-8", "replace")


def _measured(piece: bytes) -> tuple[bytes, int, int, int]:
    """Return a piece, its first line's length, its last line's (-1: only one), its longest."""
    lines = [len(line) for line in piece.split(b"\r\n")]
    return piece, lines[0], lines[-1] if len(lines) > 1 else -1, max(lines)


class _Form:
    """A whole mail as one row: pieces ready for the wire, and holes for what varies.

    A mail then costs its values and one join. Dots are doubled (RFC 5321 §4.5.2) in the pieces,
    once; `fill` gives None where a value would need more care than that.
    """

    def __init__(self, parts: Sequence[bytes | int], careful: range) -> None:
        """Take pieces and holes (numbers of cells); cells in `careful` hold people's texts."""
        self._careful = slice(careful.start, careful.stop)
        row: list[bytes] = [b""]
        holes: list[int] = []
        for part in parts:
            if isinstance(part, bytes):
                row[-1] += part
            else:
                holes.append(part)
                row += [b"", b""]
        self._pick = itemgetter(*holes)
        self._longest = _longest_value(row, holes, careful)
        self.fits = self._longest > 0
        beginning = [
            (hole, row[2 * place + 2][:1] in (b"", b"."))
            for place, hole in enumerate(holes)
            if row[2 * place].endswith(b"\r\n") and hole in careful
        ]
        # A value at the beginning of a line, and whether what follows it may become that.
        self._beginning = list(dict.fromkeys(beginning))
        self._row = [piece.replace(b"\r\n.", b"\r\n..") for piece in row]
        self._row[-1] += b".\r\n"

    def fill(self, cells: list[bytes]) -> bytes | None:
        """Return the mail as it goes over the wire, or None when it must be made with more care."""
        values = cells[self._careful]
        if values and max(map(len, values)) > self._longest:
            return None
        for cell, exposed in self._beginning:
            value = cells[cell]
            if value[:1] == b"." or (exposed and not value):
                return None
        row = self._row.copy()
        row[1::2] = self._pick(cells)
        return b"".join(row)


def _longest_value(row: Sequence[bytes], holes: Sequence[int], careful: range) -> int:
    """Return how long a value may be before a line could pass 998 bytes; 0 when one does now."""
    longest, fixed, values = _LINE, 0, 0
    for place, piece in enumerate(row):
        if place & 1:
            if holes[place // 2] in careful:
                values += 1
            else:
                fixed += _TOKEN
            continue
        first, *others = piece.split(b"\r\n")
        fixed += len(first)
        for line in others:
            longest, fixed, values = _room(longest, fixed, values), len(line), 0
    return _room(longest, fixed, values)


def _room(longest: int, fixed: int, values: int) -> int:
    if fixed > _LINE:
        return 0
    return min(longest, (_LINE - fixed) // values) if values else longest


class Part:
    """One text part: its template, with the fixed pieces already encoded.

    Every part can be had in quoted-printable. Where the server takes 8BITMIME (RFC 6152) and no
    line can grow past 998 bytes, it is sent as it is: half the bytes for Vietnamese HTML.
    """

    def __init__(self, template: Template, *, html: bool = False) -> None:
        self.template = template
        self._encoded = {key: encode_literal(text) for key, text in template.literals.items()}
        write = fold_html if html else plain_lines
        self._plain = {key: _measured(write(text)) for key, text in template.literals.items()}
        self._fits = all(inner <= _LINE for _, _, _, inner in self._plain.values())

    def encode(
        self, values: Mapping[str, Any], slots: Mapping[str, str], *, eight_bit: bool = False
    ) -> tuple[str, bytes]:
        """Return the transfer encoding and the part's body for one recipient."""
        parts = self.template.parts(values)
        if eight_bit and self._fits:
            body = self._as_it_is(parts, slots)
            if body is not None:
                return "8bit", body
        out: list[bytes] = []
        fixed = False
        for part in parts:
            if fixed:
                piece = self._encoded.get(part)
                out.append(encode_token(slots[part]) if piece is None else piece)
            elif part:
                out.append(encode_value(part))
            fixed = not fixed
        return "quoted-printable", b"".join(out)

    def row(self, slots: Mapping[str, int], tags: Mapping[str, int]) -> list[bytes | int]:
        """Return the unencoded pieces, and the cells that stand for slots and tags, in order."""
        cells = {"slot": slots, "tag": tags}
        return [
            self._plain[step.text][0] if step.kind == "literal" else cells[step.kind][step.text]
            for step in self.template.sequence
        ]

    def _as_it_is(self, parts: list[str], slots: Mapping[str, str]) -> bytes | None:
        """Return the body unencoded, or None when a line would be too long for that."""
        pieces = self._plain
        out: list[bytes] = []
        line, fixed = 0, False
        for part in parts:
            if fixed and part in pieces:
                piece, first, last, _ = pieces[part]
                line += first
                if last >= 0:
                    if line > _LINE:
                        return None
                    line = last
                out.append(piece)
            elif part:
                value = (slots[part] if fixed else part).encode("utf-8", "replace")
                if b"\n" in value or b"\r" in value:
                    return None
                line += len(value)
                out.append(value)
            fixed = not fixed
        return b"".join(out) if line <= _LINE else None


@dataclass(frozen=True, slots=True)
class Addressing:
    """Who a mail is from, and where its answers and refusals go."""

    from_name: str
    from_email: str
    unsubscribe_base: str = ""
    reply_to: str = ""

    @property
    def domain(self) -> str:
        """The domain that makes Message-IDs unique."""
        return self.from_email.rpartition("@")[2] or "localhost"


class Skeleton:
    """A content ready for sending: what all its messages share is made once."""

    def __init__(
        self, *, addressing: Addressing, subject: Template, text: Template, html: Template
    ) -> None:
        self._subject = subject
        self._addressing = addressing
        self.text = Part(text)
        self.html = Part(html, html=True)
        self._fixed_subject = self._encoded_subject({}) if subject.constant else None
        self._head = "".join(f"{name}: {value}\r\n" for name, value in self._shared_headers())
        self._before_text = f"\r\n--{BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        self._before_html = f"\r\n--{BOUNDARY}\r\nContent-Type: text/html; charset=utf-8\r\n"
        self._end = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.slot_names = tuple(sorted(self.slots))
        straight = text.straight and html.straight
        form = _Form(*self._whole()) if straight else None
        self._form = form if form is not None and form.fits else None

    @property
    def names(self) -> frozenset[str]:
        """The merge fields this mail reads."""
        return self._subject.names | self.text.template.names | self.html.template.names

    @property
    def slots(self) -> frozenset[str]:
        """The slots this mail has: links and the like."""
        return self.text.template.slots | self.html.template.slots

    def _shared_headers(self) -> list[tuple[str, str]]:
        who = self._addressing
        headers = [("From", encode_mailbox("From", who.from_name, who.from_email))]
        if who.reply_to:
            headers.append(("Reply-To", encode_mailbox("Reply-To", "", who.reply_to)))
        headers.append(("MIME-Version", "1.0"))
        headers.append(("Content-Type", f'multipart/alternative; boundary="{BOUNDARY}"'))
        return headers

    def _whole(self) -> tuple[list[bytes | int], range]:
        """Return the whole mail as pieces and cells, and which cells hold people's texts."""
        who = self._addressing
        slots = {name: _HEAD_CELLS + place for place, name in enumerate(self.slot_names)}
        begin = _HEAD_CELLS + len(slots)
        texts, htmls = self.text.template.tags, self.html.template.tags
        text_cells = {tag: begin + place for place, tag in enumerate(texts)}
        html_cells = {tag: begin + len(texts) + place for place, tag in enumerate(htmls)}
        refusal: list[bytes | int] = []
        if who.unsubscribe_base and "u" in slots:
            refusal = [
                f"\r\nList-Unsubscribe: <{who.unsubscribe_base}".encode(),
                slots["u"],
                b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click",
            ]
        parts = [
            f"{self._head}To: ".encode(), _RECIPIENT,
            b"\r\nSubject: ", _SUBJECT,
            b"\r\nDate: ", _DATE,
            b"\r\nMessage-ID: <donbay.", _MESSAGE_ID, f"@{who.domain}>".encode(), *refusal,
            f"\r\n{self._before_text}{_CODING}8bit\r\n\r\n".encode(),
            *self.text.row(slots, text_cells),
            f"{self._before_html}{_CODING}8bit\r\n\r\n".encode(),
            *self.html.row(slots, html_cells),
            self._end,
        ]  # fmt: skip
        return parts, range(begin, begin + len(texts) + len(htmls))

    def wire(
        self,
        *,
        message_id: int,
        recipient: str,
        values: Mapping[str, Any],
        tokens: Sequence[bytes],
        date: str,
    ) -> bytes | None:
        """Return what goes over the wire after DATA to a server that takes 8BITMIME.

        The same as `dot_stuff(build(eight_bit=True))`, at a tenth of its cost, for most mails;
        None for those that must be made with more care. `tokens` stand as `slot_names` do.
        """
        if self._form is None:
            return None
        texts, htmls = self.text.template, self.html.template
        filled = [*texts.values_of_tags(values), *htmls.values_of_tags(values)]
        if len(filled) != len(texts.tags) + len(htmls.tags):
            return None
        joined = "\x02".join(filled)
        if "\n" in joined or "\r" in joined:
            return None
        subject = self._fixed_subject or self._encoded_subject(values)
        cells = [
            checked_header("To", recipient).encode(), subject.encode(), date.encode(),
            str(message_id).encode(), *tokens,
        ]  # fmt: skip
        if filled:
            cells += joined.encode("utf-8", "replace").split(b"\x02")
        return self._form.fill(cells)

    def _encoded_subject(self, values: Mapping[str, Any]) -> str:
        return encode_header("Subject", self._subject.render(values))

    def build(
        self,
        *,
        message_id: int,
        recipient: str,
        values: Mapping[str, Any],
        tokens: Mapping[str, str],
        date: str,
        eight_bit: bool = False,
    ) -> bytes:
        """Return the whole message; `tokens` fill the slots, `date` is an RFC 5322 date.

        `eight_bit` tells that the server takes 8BITMIME.
        """
        text_coding, text = self.text.encode(values, tokens, eight_bit=eight_bit)
        html_coding, html = self.html.encode(values, tokens, eight_bit=eight_bit)
        subject = self._fixed_subject or self._encoded_subject(values)
        who = self._addressing
        head = (
            f"{self._head}To: {checked_header('To', recipient)}\r\nSubject: {subject}\r\n"
            f"Date: {date}\r\nMessage-ID: <donbay.{message_id}@{who.domain}>\r\n"
        )
        if who.unsubscribe_base and "u" in tokens:
            head += (
                f"List-Unsubscribe: <{who.unsubscribe_base}{tokens['u']}>\r\n"
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            )
        return b"".join(
            (
                f"{head}{self._before_text}{_CODING}{text_coding}\r\n\r\n".encode(),
                text,
                f"{self._before_html}{_CODING}{html_coding}\r\n\r\n".encode(),
                html,
                self._end,
            )
        )


def read_headers(message: bytes) -> dict[str, str]:
    """Return a message's headers as people read them."""
    parsed = BytesHeaderParser().parsebytes(message)
    return {name: str(make_header(decode_header(value))) for name, value in parsed.items()}


def rfc5322_date(instant: datetime) -> str:
    """Return an instant as the Date header writes it."""
    return format_datetime(instant.astimezone(UTC))

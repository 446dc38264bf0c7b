"""What is made once and put together per message must read back as what was meant."""

from __future__ import annotations

import email
import email.policy
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.messaging.errors import HeaderRefused, TemplateRefused
from donbay.messaging.mime import (
    Addressing,
    Part,
    Skeleton,
    encode_header,
    encode_literal,
    encode_value,
)
from donbay.messaging.smtp import dot_stuff
from donbay.messaging.templates import Template, slot

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=300)
LINES = st.lists(TEXTS, max_size=5).map("\n".join)


def unstuff(wire: bytes) -> bytes:
    """Undo the transparency of RFC 5321 §4.5.2 as a server does."""
    lines = wire.split(b"\r\n")
    end = lines.index(b".")
    assert lines[end + 1 :] == [b""]
    return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines[:end])


@given(st.lists(st.tuples(LINES, st.booleans()), max_size=6))
def test_pieces_encoded_apart_decode_to_the_whole(pieces: list[tuple[str, bool]]) -> None:
    encoded = b"".join(
        encode_literal(text) if fixed else encode_value(text) for text, fixed in pieces
    )

    decoded = quopri.decodestring(encoded.replace(b"\r\n", b"\n")).decode()

    assert decoded == "".join(text for text, _ in pieces)
    assert all(len(line) <= 76 for line in encoded.split(b"\r\n"))


@given(st.binary(max_size=400).map(lambda raw: raw.replace(b"\r", b"\n").replace(b"\n", b"\r\n")))
def test_dot_stuffing_is_undone_by_the_server(content: bytes) -> None:
    wire = dot_stuff(content)

    assert wire.endswith(b"\r\n.\r\n")
    assert wire.count(b"\r\n.\r\n") == 1
    received = unstuff(wire)
    assert received == content.removesuffix(b"\r\n")


@given(st.lists(st.sampled_from([b".", b"..", b"a", b"", b".a"]), max_size=8).map(b"\r\n".join))
def test_dots_at_line_starts_survive(content: bytes) -> None:
    assert unstuff(dot_stuff(content)) == content.removesuffix(b"\r\n")


@given(TEXTS)
def test_headers_read_back_and_stay_on_their_line(value: str) -> None:
    encoded = encode_header("Subject", value)

    raw = f"Subject: {encoded}\r\n\r\n".encode("ascii", "strict")
    assert all(line.startswith((b"Subject:", b" ")) for line in raw.split(b"\r\n")[:-2])
    parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
    if not value.isascii():
        decoded = str(email.header.make_header(email.header.decode_header(parsed["Subject"])))
        assert decoded == value


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.z", "a\nb", "a\rb", "a\0b"])
def test_line_breaks_in_headers_are_refused(bad: str) -> None:
    with pytest.raises(HeaderRefused):
        encode_header("Subject", bad)


def a_skeleton(subject: str, html: str, text: str = "Chào {{ name }}") -> Skeleton:
    return Skeleton(
        addressing=Addressing("Sen Đỏ", "chao@sen.vn", "https://e.vn/t/u/"),
        subject=Template(subject, html=False),
        text=Template(text, html=False),
        html=Template(html, html=True),
    )


def test_a_whole_message_parses_as_meant() -> None:
    made = a_skeleton(
        "Quà cho {{ name }}", f"<p>Chào {{{{ name }}}}</p><a href='{slot('c7')}'>x</a>"
    )

    raw = made.build(
        message_id=5,
        recipient="lan@example.vn",
        values={"name": "<Đào>"},
        tokens={"c7": "TOKEN", "u": "BYE"},
        date="Mon, 23 Nov 2026 01:00:00 +0000",
    )

    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"] == "Quà cho <Đào>"
    assert message["From"] == "Sen Đỏ <chao@sen.vn>"
    assert message["Message-ID"] == "<donbay.5@sen.vn>"
    assert message["List-Unsubscribe"] == "<https://e.vn/t/u/BYE>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, rich = message.iter_parts()
    assert plain.get_content().strip() == "Chào <Đào>"
    assert rich.get_content().strip() == "<p>Chào &lt;Đào&gt;</p><a href='TOKEN'>x</a>"


@pytest.mark.parametrize("name", ["Lan\r\nBcc: all@example.vn", "Lan\nx"])
def test_a_name_with_a_line_break_cannot_add_a_header(name: str) -> None:
    made = a_skeleton("Quà cho {{ name }}", "<p>x</p>")

    with pytest.raises(HeaderRefused):
        made.build(message_id=1, recipient="a@b.vn", values={"name": name}, tokens={}, date="x")


@given(TEXTS, st.booleans())
def test_a_template_renders_the_same_cut_or_whole(name: str, member: bool) -> None:
    template = Template("a {{ n }} b{% if m %} in {{ n }}{% else %} out{% endif %} c", html=False)
    values = {"n": name, "m": "x" if member else ""}

    shown = "" if name.isspace() else name  # blank counts as empty
    expected = f"a {shown} b" + (f" in {shown}" if member else " out") + " c"

    assert template.render(values) == expected
    coding, joined = Part(template).encode(values, {})
    assert coding == "quoted-printable"
    assert quopri.decodestring(joined.replace(b"\r\n", b"\n")).decode() == expected


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "bạn"), ("", "bạn"), ("  ", "bạn"), ("Lan", "Lan"), (0, "0")]
)
def test_default_covers_absent_and_empty(value: object, shown: str) -> None:
    assert Template('{{ x | default("bạn") }}', html=True).render({"x": value}) == shown


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in b %}x{% endfor %}",
        "{% include 'x' %}",
        "{% set a = 1 %}",
        "{{ 'x' * 100000000 }}",
        "{{ x | format }}",
        "{{ x | indent(100000000) }}",
        "{{ x",
        "{% if x %}",
        "{{ x | nonsense }}",
        "{{ " + "x" * 500 + " }}",
    ],
)
def test_dangerous_or_broken_templates_are_refused(source: str) -> None:
    with pytest.raises(TemplateRefused):
        Template(source, html=True).render({"x": "a"})


def test_html_is_escaped_and_text_is_not() -> None:
    assert Template("{{ x }}", html=True).render({"x": "<b>"}) == "&lt;b&gt;"
    assert Template("{{ x }}", html=False).render({"x": "<b>"}) == "<b>"


@given(TEXTS, st.booleans(), st.integers(0, 40))
def test_eight_bit_lines_are_short_and_read_back(name: str, branch: bool, words: int) -> None:
    long = "<p class='x' title='y'>" + "chữ " * words * 20 + "</p>"
    source = long + "{{ n }}{% if b %}" + long + "{% endif %}{{ n }}" + long
    part = Part(Template(source, html=False), html=True)

    coding, body = part.encode({"n": name, "b": "x" if branch else ""}, {}, eight_bit=True)

    shown = "" if name.isspace() else name
    expected = long + shown + (long if branch else "") + shown + long
    if coding == "8bit":
        assert all(len(line) <= 998 for line in body.split(b"\r\n"))
        assert body.decode().replace("\r\n", " ") == expected
    else:
        assert len(name.encode()) > 200


def test_a_value_with_lines_goes_in_quoted_printable() -> None:
    part = Part(Template("a {{ n }} b", html=True), html=True)

    assert part.encode({"n": "x\ny"}, {}, eight_bit=True)[0] == "quoted-printable"
    assert part.encode({"n": "đ" * 1000}, {}, eight_bit=True)[0] == "quoted-printable"
    assert part.encode({"n": "đ"}, {}, eight_bit=True) == ("8bit", "a đ b".encode())


def test_eight_bit_mail_says_so_and_has_the_same_words() -> None:
    made = a_skeleton("x", "<p>Chào {{ name }}, đây là quà</p>")
    given = {"message_id": 1, "recipient": "a@b.vn", "values": {"name": "Đào"}, "tokens": {}}

    raw = made.build(**given, date="x", eight_bit=True)  # type: ignore[arg-type]  # same for both

    message = email.message_from_bytes(raw, policy=email.policy.default)
    _, rich = message.iter_parts()
    assert rich["Content-Transfer-Encoding"] == "8bit"
    assert rich.get_content().strip() == "<p>Chào Đào, đây là quà</p>"


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "{{ a }}",
                "{{ b }}",
                "{{ a | default('b/ạn') }}",
                "{{ b|upper }}",
                "{{ c.d }}",
                slot("o"),
                slot("u"),
                slot("c7"),
                "\n",
                ".",
                "\n.",
                "\r\n",
                "\n..x",
                " ",
                "chữ ",
                "100% %b %% ",
                "x" * 600,
            ]
        ),
        st.text("ab .<&\n", max_size=6),
    ),
    max_size=14,
).map("".join)
VALUES = st.one_of(
    TEXTS,
    st.sampled_from(["", " ", ".", "..", ".a", "a\n.b", "<b>/'\"&", "x" * 990, "\x02", "\t"]),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.none(),
)


@given(PIECES, PIECES, st.fixed_dictionaries({"a": VALUES, "b": VALUES}))
def test_the_short_way_makes_the_same_bytes_as_the_long_one(
    text: str, html: str, values: dict[str, object]
) -> None:
    made = a_skeleton("[QC] {{ e }}", html, text)
    tokens = [b"token-of-" + name.encode() for name in made.slot_names]
    by_name = {name: token.decode() for name, token in zip(made.slot_names, tokens, strict=True)}
    given = {"message_id": 7, "recipient": "a@b.vn", "values": values, "date": "x"}

    wire = made.wire(**given, tokens=tokens)  # type: ignore[arg-type]  # same for both

    long_way = made.build(**given, tokens=by_name, eight_bit=True)  # type: ignore[arg-type]  # same for both
    assert wire is None or wire == dot_stuff(long_way)


def test_an_ordinary_mail_takes_the_short_way_and_a_strange_one_the_long() -> None:
    html = "<p>{{ n | default('bạn') }}</p>" + slot("o")
    made = a_skeleton("Chào", html, "{{ n }}.\n.")
    given = {"message_id": 7, "recipient": "a@b.vn", "tokens": [b"t"], "date": "x"}

    def wire(name: str) -> bytes | None:
        return made.wire(**given, values={"n": name})  # type: ignore[arg-type]  # as above

    assert "\r\nLạc.\r\n..\r\n".encode() in (wire("Lạc") or b"")
    for strange in (".com", "", "a\nb", "đ" * 600):
        assert wire(strange) is None


@given(st.fixed_dictionaries({"a": VALUES, "b": VALUES}), st.booleans())
def test_tags_read_without_the_engine_are_what_the_engine_makes(
    values: dict[str, object], html: bool
) -> None:
    simple = "{{ a }}|{{a|default('<x>')}}|{{ b | d(\"y/\") }}|{{ b }}"

    short = Template(simple, html=html).render(values)

    assert short == Template(simple + "{% if a %}{% endif %}", html=html).render(values)

"""The quick sink of the delivery bench counts what a server would, however the bytes arrive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.sink import Session
from donbay.messaging.smtp import dot_stuff

CONTENTS = st.lists(
    st.lists(st.sampled_from([b"", b".", b"..", b"a", b"a."]), max_size=5).map(b"\r\n".join),
    min_size=1,
    max_size=4,
)


@given(CONTENTS, st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_every_mail_is_taken_once_however_it_is_cut(
    contents: list[bytes], lengths: list[int]
) -> None:
    envelope = b"MAIL FROM:<a@b.vn>\r\nRCPT TO:<c@d.vn>\r\nDATA\r\n"
    stream = b"EHLO x\r\n" + b"".join(envelope + dot_stuff(content) for content in contents)
    session, memory, answers = Session(), bytearray(10_000), b""
    before, place, turn = Session.mails, 0, 0

    while place < len(stream):
        part = session.rest + stream[place : place + lengths[turn % len(lengths)]]
        place, turn = place + lengths[turn % len(lengths)], turn + 1
        memory[: len(part)] = part
        answers += session.answer(memory, len(part))

    assert Session.mails - before == len(contents)
    assert answers.count(b"354 ") == answers.count(b" taken\r\n") == len(contents)


def test_content_without_an_envelope_is_not_taken() -> None:
    session = Session()
    line = b"DATA\r\n"

    assert session.answer(bytearray(line), len(line)).startswith(b"503 ")

"""The SMTP client against a real server, and against one that misbehaves."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from donbay.messaging.errors import TransportError
from donbay.messaging.smtp import Outcome, Outgoing, SmtpConfig, SmtpSession

_SINK = Path(__file__).resolve().parent.parent / "fakes" / "smtp_sink.py"
CONTENT = b"Message-ID: <donbay.1@x>\r\nSubject: x\r\n\r\n.dot\r\n"


@pytest.fixture
async def sink(tmp_path: Path) -> AsyncIterator[tuple[int, Path]]:
    log = tmp_path / "log"
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(_SINK), str(log), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    port = int((await process.stdout.readline()).split()[0])
    yield port, log
    process.kill()
    await process.wait()


async def _send(
    port: int, recipients: list[str], may_start: Callable[[], bool] = lambda: True
) -> dict[str, Outcome]:
    session = SmtpSession(SmtpConfig("127.0.0.1", port, security="none", timeout_seconds=5))
    await session.open()
    outcomes: dict[str, Outcome] = {}
    messages = [Outgoing(n, "a@x.vn", to, CONTENT) for n, to in enumerate(recipients)]

    def done(key: int, outcome: Outcome) -> None:
        assert recipients[key] not in outcomes
        outcomes[recipients[key]] = outcome

    await session.transmit(messages, done, may_start)
    await session.close()
    return outcomes


async def test_one_refused_recipient_does_not_touch_the_others(sink: tuple[int, Path]) -> None:
    port, log = sink
    people = ["a@x.vn", "refuse@x.vn", "b@x.vn", "later@x.vn", "later2@x.vn", "c@x.vn"]

    outcomes = await _send(port, people)

    verdicts = {to: outcome.verdict for to, outcome in outcomes.items()}
    assert verdicts == {
        "a@x.vn": "accepted", "refuse@x.vn": "refused", "b@x.vn": "accepted",
        "later@x.vn": "deferred", "later2@x.vn": "deferred", "c@x.vn": "accepted",
    }  # fmt: skip
    assert outcomes["refuse@x.vn"].code == 550
    taken = [line.split()[1] for line in log.read_text().splitlines()]
    assert taken == ["a@x.vn", "b@x.vn", "c@x.vn"]


async def test_no_answer_after_the_content_is_unknown_and_the_rest_unsent(
    sink: tuple[int, Path],
) -> None:
    outcomes = await _send(sink[0], ["a@x.vn", "drop@x.vn", "b@x.vn"])

    assert [o.verdict for o in outcomes.values()] == ["accepted", "unknown", "unsent"]


async def test_a_worker_past_its_lease_stops_before_the_next_message(
    sink: tuple[int, Path],
) -> None:
    allowed = iter([True, True, False, False, False, False])

    outcomes = await _send(sink[0], ["a@x.vn", "b@x.vn", "c@x.vn"], lambda: next(allowed))

    assert [o.verdict for o in outcomes.values()] == ["accepted", "accepted"]


async def test_a_message_is_made_only_when_its_turn_comes(sink: tuple[int, Path]) -> None:
    session = SmtpSession(SmtpConfig("127.0.0.1", sink[0], security="none", timeout_seconds=5))
    await session.open()
    made: list[int] = []
    ended: list[int] = []

    def messages() -> Iterator[Outgoing]:
        for key in range(5):
            made.append(key)
            assert len(made) - len(ended) <= 2  # the one that leaves, and the one announced
            yield Outgoing(key, "a@x.vn", f"p{key}@x.vn", CONTENT)

    await session.transmit(messages(), lambda key, _: ended.append(key))
    await session.close()

    assert made == ended == list(range(5))


@pytest.mark.parametrize("address", ["a@x.vn>\r\nRCPT TO:<b@x.vn", "a b@x.vn", "đào@x.vn"])
async def test_addresses_that_are_commands_are_refused(
    sink: tuple[int, Path], address: str
) -> None:
    outcomes = await _send(sink[0], [address, "ok@x.vn"])

    assert [o.verdict for o in outcomes.values()] == ["refused", "accepted"]


async def _scripted(answers: list[bytes]) -> tuple[asyncio.Server, int, list[bytes]]:
    heard: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            writer.write(answer)
            await writer.drain()
            heard.append(await reader.readline())
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1], heard


async def test_sign_in_refused_is_permanent() -> None:
    server, port, heard = await _scripted(
        [b"220 hi\r\n", b"250-hi\r\n250 AUTH PLAIN LOGIN\r\n", b"535 5.7.8 no\r\n"]
    )
    session = SmtpSession(
        SmtpConfig("127.0.0.1", port, security="none", username="u", password="p")
    )

    with pytest.raises(TransportError) as caught:
        await session.open()

    assert caught.value.permanent
    assert heard[1] == b"AUTH PLAIN AHUAcA==\r\n"
    server.close()


async def test_starttls_missing_is_refused_before_the_password_leaves() -> None:
    server, port, heard = await _scripted([b"220 hi\r\n", b"250 hi\r\n"])
    session = SmtpSession(
        SmtpConfig("127.0.0.1", port, security="starttls", username="u", password="p")
    )

    with pytest.raises(TransportError):
        await session.open()

    assert not any(b"AUTH" in line for line in heard)
    server.close()


async def test_a_server_without_pipelining_gets_one_command_at_a_time() -> None:
    answers = [b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"]
    server, port, heard = await _scripted(answers)
    session = SmtpSession(SmtpConfig("127.0.0.1", port, security="none", timeout_seconds=2))
    await session.open()
    outcomes: list[Outcome] = []

    await session.transmit([Outgoing(1, "a@x", "b@x", b"x\r\n")], lambda _, o: outcomes.append(o))

    assert [line[:4] for line in heard[1:4]] == [b"MAIL", b"RCPT", b"DATA"]
    assert outcomes[0].verdict == "unknown"
    server.close()


async def test_nobody_listening_is_a_transient_failure() -> None:
    with pytest.raises(TransportError) as caught:
        await SmtpSession(SmtpConfig("127.0.0.1", 1, security="none")).open()

    assert not caught.value.permanent

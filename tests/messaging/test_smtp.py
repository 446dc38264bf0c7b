"""The SMTP client against a real server, and against one that misbehaves."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from donbay.core.errors import DomainError
from donbay.kit.clock import utcnow
from donbay.messaging.errors import (
    CertificateRefused,
    HostSilent,
    HostUnknown,
    HostUnreachable,
    PrivateHostRefused,
    SignInRefused,
    TlsUnavailable,
    TransportError,
)
from donbay.messaging.smtp import Outcome, Outgoing, Security, SmtpConfig, SmtpSession
from tests.harness.sink import a_sink

CONTENT = b"Message-ID: <donbay.1@x>\r\nSubject: x\r\n\r\n.dot\r\n"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    log = tmp_path / "log"
    with a_sink(log) as sink:
        yield sink.port, log


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
    assert isinstance(caught.value.reason, SignInRefused)
    assert "535 5.7.8 no" in caught.value.reason.message("vi")
    assert heard[1] == b"AUTH PLAIN AHUAcA==\r\n"
    server.close()


async def test_starttls_missing_is_refused_before_the_password_leaves() -> None:
    server, port, heard = await _scripted([b"220 hi\r\n", b"250 hi\r\n"])
    session = SmtpSession(
        SmtpConfig("127.0.0.1", port, security="starttls", username="u", password="p")
    )

    with pytest.raises(TransportError) as caught:
        await session.open()

    assert isinstance(caught.value.reason, TlsUnavailable)
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
    assert isinstance(caught.value.reason, HostUnreachable)


@pytest.mark.parametrize("host", ["khong-co.invalid", "a..b.vn"])
async def test_a_name_that_nobody_has_is_told_as_such(host: str) -> None:
    with pytest.raises(TransportError) as caught:
        await SmtpSession(SmtpConfig(host, 25, security="none")).open()

    assert isinstance(caught.value.reason, HostUnknown)


@pytest.mark.parametrize(
    ("answers", "security", "reason"),
    [
        ([b""], "none", HostSilent),  # waits for us to begin TLS, as port 465 does
        ([b"220 hi\r\n"], "tls", TlsUnavailable),
        ([], "none", HostSilent),  # hangs up
    ],
)
async def test_what_stands_in_the_way_is_told_with_the_remedy(
    answers: list[bytes], security: Security, reason: type[DomainError]
) -> None:
    server, port, _ = await _scripted(answers)
    config = SmtpConfig("127.0.0.1", port, security=security, timeout_seconds=0.5)

    with pytest.raises(TransportError) as caught:
        await SmtpSession(config).open()

    assert isinstance(caught.value.reason, reason)
    assert "465" in caught.value.reason.message("vi")
    server.close()


async def test_a_certificate_that_proves_nothing_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path / "pem"))
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]

    with pytest.raises(TransportError) as caught:
        await SmtpSession(SmtpConfig("127.0.0.1", port, security="tls")).open()

    assert isinstance(caught.value.reason, CertificateRefused)
    server.close()


def _self_signed(kept: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.x.vn")])
    began = utcnow() - timedelta(minutes=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = (
        builder.not_valid_before(began)
        .not_valid_after(began + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kept.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return kept


async def test_no_address_is_called_that_was_not_admitted(sink: tuple[int, Path]) -> None:
    asked: list[str] = []

    def admit(address: str) -> None:
        asked.append(address)
        raise PrivateHostRefused(host="localhost")

    with pytest.raises(TransportError) as caught:
        await SmtpSession(SmtpConfig("localhost", sink[0], security="none"), admit).open()

    assert isinstance(caught.value.reason, PrivateHostRefused)
    assert caught.value.permanent
    assert set(asked) <= {"127.0.0.1", "::1"}
    assert asked


async def test_the_next_address_is_called_where_the_first_does_not_answer(
    sink: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, sink[0])) for address in ("127.0.0.2", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    session = SmtpSession(SmtpConfig("mail.x.vn", sink[0], security="none"))
    await session.open()

    assert session.usable
    await session.close()

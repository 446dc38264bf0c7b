"""An SMTP client that pipelines (RFC 5321, 2920, 3207, 4954) on one asyncio connection."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import re
import socket
import ssl
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar, cast

from donbay.core.errors import DomainError
from donbay.messaging.errors import (
    CertificateRefused,
    HostSilent,
    HostUnknown,
    HostUnreachable,
    SignInRefused,
    TlsUnavailable,
    TransportError,
)

Verdict = Literal["accepted", "refused", "deferred", "unsent", "unknown"]
Security = Literal["none", "opportunistic", "starttls", "tls"]

_NOT_IN_ADDRESSES = re.compile(r"[\r\n<> ]")
_LIMIT = 2 * 1024 * 1024
_CLOSED = (421, "connection closed")


@dataclass(frozen=True, slots=True)
class SmtpConfig:
    """Where and how to hand over mail."""

    host: str
    port: int = 587
    security: Security = "starttls"
    username: str = ""
    password: str = ""
    connections: int = 4
    timeout_seconds: float = 60.0
    helo: str = "localhost"


class Outgoing(NamedTuple):
    """One message on its way: envelope and content with CRLF line ends.

    `stuffed` tells that the content stands already as `dot_stuff` would leave it.
    """

    key: int
    sender: str
    recipient: str
    content: bytes
    eight_bit: bool = False
    stuffed: bool = False


class Outcome(NamedTuple):
    """What became of a message.

    accepted: the server took it. refused: permanently not. deferred: try again later.
    unsent: its content never left. unknown: content left, the answer never came.
    """

    verdict: Verdict
    code: int = 0
    text: str = ""


UNSENT = Outcome("unsent", 0, "not started")


Reply = tuple[int, str]
T = TypeVar("T")
Talk = Generator[None, Reply, T]

# Servers say the same short lines again and again; most need not be read letter by letter.
_USUAL: dict[bytes, Reply] = {}
_USUAL_KEPT = 64


def dot_stuff(content: bytes) -> bytes:
    """Return content as it goes over the wire after DATA (RFC 5321 §4.5.2), with its end mark."""
    if content.startswith(b"."):
        content = b"." + content
    if b"\r\n." in content:
        content = content.replace(b"\r\n.", b"\r\n..")
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def judge(reply: Reply) -> Outcome:
    """Return the outcome that a final reply stands for."""
    code, text = reply
    if 200 <= code < 300:
        return Outcome("accepted", code, text)
    return Outcome("refused" if code >= 500 else "deferred", code, text)


class _Wire(asyncio.Protocol):
    """Turns bytes into replies, and drives one conversation at a time with them.

    A conversation is a generator that yields where it needs the next reply. It goes on right
    where the bytes arrive: waking a task for each reply costs as much as making a mail.
    """

    def __init__(self, timeout_seconds: float) -> None:
        self.replies: deque[Reply] = deque()
        self.closed = False
        self.transport: asyncio.Transport | None = None
        self._timeout_seconds = timeout_seconds
        self._talk: Talk[Any] | None = None
        self._ended: asyncio.Future[Any] | None = None
        self._buffer = b""
        self._lines: list[str] = []
        self._timer: asyncio.TimerHandle | None = None
        self._silent_at = 0.0
        self._loop = asyncio.get_running_loop()
        self._socket: socket.socket | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(high=_LIMIT)
        self._let_go()
        below = transport.get_extra_info("socket")
        if below is not None and transport.get_extra_info("sslcontext") is None:
            self._socket = socket.socket(fileno=os.dup(below.fileno()))
            self._socket.setblocking(False)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self._let_go()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._go_on()

    def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def data_received(self, data: bytes) -> None:
        lines = (self._buffer + data if self._buffer else data).split(b"\n")
        self._buffer = lines.pop()
        if len(self._buffer) > 8192 or len(self._lines) > 200:
            self.abort()
            return
        for raw in lines:
            known = _USUAL.get(raw)
            if known is not None and not self._lines:
                self.replies.append(known)
                continue
            line = raw.decode("utf-8", "replace").rstrip("\r")
            self._lines.append(line[4:])
            if line[3:4] != "-":
                code = int(line[:3]) if line[:3].isdigit() else 0
                reply = (code, "\n".join(self._lines))
                self.replies.append(reply)
                if len(self._lines) == 1 and len(_USUAL) < _USUAL_KEPT and len(raw) < 100:
                    _USUAL[raw] = reply
                self._lines = []
        self._go_on()

    async def converse(self, talk: Talk[T]) -> T:
        """Drive a conversation to its end and return what it returns.

        Where the connection is gone or silent for too long its next reply is 421.
        """
        ended: asyncio.Future[T] = self._loop.create_future()
        self._talk, self._ended = talk, ended
        try:
            self._resume(None)
            self._go_on()
            return await ended
        finally:
            self._talk = self._ended = None
            talk.close()

    def _go_on(self) -> None:
        while self._talk is not None and (self.replies or self.closed):
            self._resume(self.replies.popleft() if self.replies else _CLOSED)

    def _resume(self, reply: Reply | None) -> None:
        talk, ended = self._talk, self._ended
        if talk is None or ended is None:
            return
        try:
            if reply is None:
                next(talk)
            else:
                talk.send(reply)
        except StopIteration as end:
            self._talk = None
            if not ended.done():
                ended.set_result(end.value)
        except Exception as error:  # noqa: BLE001  # whoever waits for the conversation gets it
            self._talk = None
            if not ended.done():
                ended.set_exception(error)
        else:
            self._watch()

    def abort(self) -> None:
        self.closed = True
        if self.transport is not None:
            self.transport.abort()

    def write(self, data: bytes) -> None:
        if self.transport is not None and not self.closed:
            self.transport.write(data)

    def write_both(self, content: bytes, following: bytes) -> None:
        """Write content and the next message's envelope in one call of the system.

        Where nothing waits before it and nothing encrypts it, that call is ours: the loop's own
        keeps every other thread from computing while the bytes are copied.
        """
        if self.transport is None or self.closed:
            return
        both = content + following if following else content
        sent = 0
        if self._socket is not None and not self.transport.get_write_buffer_size():
            try:
                sent = self._socket.send(both)
            except OSError:
                sent = 0  # not now, or never again: the loop will find out which
        if sent < len(both):
            self.transport.write(memoryview(both)[sent:])

    def _watch(self) -> None:
        """Note by when the reply must have come; one timer looks after all replies."""
        self._silent_at = self._loop.time() + self._timeout_seconds
        if self._timer is None:
            self._timer = self._loop.call_at(self._silent_at, self._look)

    def _look(self) -> None:
        self._timer = None
        if self.closed or self._talk is None:
            return
        if self._loop.time() >= self._silent_at:
            self.abort()
            self._go_on()
        else:
            self._timer = self._loop.call_at(self._silent_at, self._look)


class SmtpSession:
    """One signed-in connection; `transmit` may be called again and again.

    `admit` is asked for each address of the server before any is called, and raises DomainError
    for one that must not be.
    """

    def __init__(
        self, config: SmtpConfig, admit: Callable[[str], None] = lambda _address: None
    ) -> None:
        self._config = config
        self._admit = admit
        self._wire = _Wire(config.timeout_seconds)
        self._features: dict[str, str] = {}

    @property
    def usable(self) -> bool:
        """Tell whether more can be sent on this connection."""
        return not self._wire.closed and not self._wire.replies

    @property
    def eight_bit(self) -> bool:
        """Tell whether the server takes 8BITMIME (RFC 6152)."""
        return "8BITMIME" in self._features

    async def open(self) -> None:
        """Connect, greet, secure and sign in; raise TransportError when that fails."""
        try:
            async with asyncio.timeout(min(self._config.timeout_seconds, 30)):
                await self._connect(await self._look_up())
                await self._wire.converse(self._greet())
                await self._secure()
                await self._wire.converse(self._sign_in())
        except (OSError, UnicodeError) as error:
            self._wire.abort()
            raise TransportError(self._explain(error), permanent=False) from error
        except TransportError:
            self._wire.abort()
            raise

    async def _look_up(self) -> list[str]:
        """Return the server's addresses, once: what was admitted is what is called."""
        config = self._config
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)
        addresses = [str(address[0]) for *_, address in found]
        try:
            for address in addresses:
                self._admit(address)
        except DomainError as error:
            raise TransportError(error, permanent=True) from error
        return addresses

    async def _connect(self, addresses: Sequence[str]) -> None:
        config = self._config
        context = ssl.create_default_context() if config.security == "tls" else None
        for address in addresses:
            try:
                await asyncio.get_running_loop().create_connection(
                    lambda: self._wire,
                    address,
                    config.port,
                    ssl=context,
                    server_hostname=config.host if context else None,
                )
                return
            except OSError as error:
                if isinstance(error, ssl.SSLError) or address == addresses[-1]:
                    raise

    def _explain(self, error: OSError | UnicodeError) -> DomainError:
        """Return in a person's words why there is no conversation."""
        host, port = self._config.host, self._config.port
        match error:
            case UnicodeError() | socket.gaierror():
                return HostUnknown(host=host)
            case ssl.SSLCertVerificationError():
                return CertificateRefused(host=host, detail=error.verify_message)
            case ssl.SSLError():
                return TlsUnavailable(host=host, port=port)
            case TimeoutError() | ConnectionResetError() | ConnectionAbortedError():
                return HostSilent(host=host, port=port)
            case _:
                return HostUnreachable(host=host, port=port)

    def _command(self, line: str) -> Talk[Reply]:
        self._wire.write(line.encode() + b"\r\n")
        return (yield)

    def _greet(self) -> Talk[None]:
        self._check((yield))
        yield from self._hello()

    def _hello(self) -> Talk[None]:
        code, text = yield from self._command(f"EHLO {self._config.helo}")
        if code != 250:
            self._check((yield from self._command(f"HELO {self._config.helo}")))
            text = ""
        self._features = {}
        for line in text.split("\n")[1:]:
            word, _, rest = line.strip().partition(" ")
            self._features[word.upper()] = rest

    async def _secure(self) -> None:
        wanted = self._config.security
        if wanted not in ("starttls", "opportunistic"):
            return
        if "STARTTLS" not in self._features:
            if wanted == "starttls":
                raise TransportError(self._no_tls(), permanent=True)
            return
        self._check(await self._wire.converse(self._command("STARTTLS")))
        if self._wire.replies:
            raise TransportError("the server spoke before TLS began", permanent=True)
        loop = asyncio.get_running_loop()
        assert self._wire.transport is not None  # noqa: S101
        secured = await loop.start_tls(
            self._wire.transport,
            self._wire,
            ssl.create_default_context(),
            server_hostname=self._config.host,
        )
        if secured is None:
            raise TransportError(self._no_tls(), permanent=False)
        self._wire.connection_made(secured)
        await self._wire.converse(self._hello())

    def _sign_in(self) -> Talk[None]:
        config = self._config
        if not config.username:
            return
        offered = self._features.get("AUTH", "").upper().split()
        if "PLAIN" in offered or not offered:
            secret = base64.b64encode(f"\0{config.username}\0{config.password}".encode()).decode()
            self._check_sign_in((yield from self._command(f"AUTH PLAIN {secret}")))
        elif "LOGIN" in offered:
            self._check_sign_in((yield from self._command("AUTH LOGIN")), 334)
            name = base64.b64encode(config.username.encode()).decode()
            self._check_sign_in((yield from self._command(name)), 334)
            secret = base64.b64encode(config.password.encode()).decode()
            self._check_sign_in((yield from self._command(secret)))
        else:
            why = SignInRefused(detail="AUTH " + " ".join(offered))
            raise TransportError(why, permanent=True)

    def _check(self, reply: Reply, wanted: int = 0) -> None:
        code, text = reply
        if code == wanted or (not wanted and 200 <= code < 300):
            return
        why: str | DomainError = f"{code} {text}"
        if reply is _CLOSED:
            why = HostSilent(host=self._config.host, port=self._config.port)
        raise TransportError(why, permanent=code >= 500, code=code)

    def _check_sign_in(self, reply: Reply, wanted: int = 0) -> None:
        try:
            self._check(reply, wanted)
        except TransportError as error:
            if not error.permanent:
                raise
            why = SignInRefused(detail=error.detail)
            raise TransportError(why, permanent=True, code=error.code) from error

    def _no_tls(self) -> DomainError:
        return TlsUnavailable(host=self._config.host, port=self._config.port)

    def _envelope(self, message: Outgoing) -> bytes:
        option = " BODY=8BITMIME" if message.eight_bit else ""
        if not (message.sender + message.recipient).isascii():
            option += " SMTPUTF8"
        return (
            f"MAIL FROM:<{message.sender}>{option}\r\nRCPT TO:<{message.recipient}>\r\nDATA\r\n"
        ).encode()

    async def transmit(
        self,
        messages: Iterable[Outgoing],
        done: Callable[[int, Outcome], None],
        may_start: Callable[[], bool] = lambda: True,
        starting: Callable[[int], None] = lambda key: None,
    ) -> None:
        """Send messages in order, calling `done(key, outcome)` exactly once for each one taken.

        A message is taken when its turn comes, at the earliest while the one before it leaves;
        none is once `may_start` says no or the connection is gone. Calls `starting(key)` before
        the first byte of a message's content leaves. One refused recipient does not touch the
        others. Never raises for what the server does.
        """
        taken: deque[Outgoing] = deque()
        queue = _Queue(iter(messages), taken, done, may_start)
        try:
            await self._wire.converse(self._transmit(queue, starting))
        finally:
            for message in taken:
                done(message.key, UNSENT)

    def _transmit(self, queue: _Queue, starting: Callable[[int], None]) -> Talk[None]:
        pipelining = "PIPELINING" in self._features
        message = queue.take(self._features)
        announced = False
        while message is not None and not self._wire.closed:
            if announced:
                refused = yield from self._envelope_replies()
            else:
                refused = yield from self._announce(message, pipelining)
            if refused is not None and refused[0] == 421:
                self._wire.abort()
                return
            queue.taken.popleft()
            upcoming = queue.take(self._features) if pipelining else None
            following = self._envelope(upcoming) if upcoming is not None else b""
            if refused is not None:
                self._wire.write(following)
                queue.done(message.key, judge(refused))
            else:
                starting(message.key)
                yield from self._content(message, following, queue.done)
            announced = upcoming is not None
            message = upcoming if pipelining else queue.take(self._features)

    def _content(
        self, message: Outgoing, following: bytes, done: Callable[[int, Outcome], None]
    ) -> Talk[None]:
        if self._wire.closed:
            done(message.key, Outcome("unsent", 0, "connection closed"))
            return
        final: Reply = _CLOSED
        try:
            content = message.content if message.stuffed else dot_stuff(message.content)
            self._wire.write_both(content, following)
            final = yield
        finally:
            if final is _CLOSED:
                done(message.key, Outcome("unknown", 0, "the answer never came"))
            else:
                done(message.key, judge(final))

    def _announce(self, message: Outgoing, pipelining: bool) -> Talk[Reply | None]:
        envelope = self._envelope(message)
        if pipelining:
            self._wire.write(envelope)
            return (yield from self._envelope_replies())
        for line in envelope.splitlines(keepends=True):
            self._wire.write(line)
            reply = yield
            if reply[0] >= 400 or reply[0] == 0:
                if not line.startswith(b"MAIL") and reply[0] != 421:
                    yield from self._command("RSET")
                return reply
        return None

    def _envelope_replies(self) -> Talk[Reply | None]:
        """Return the refusal among the three replies, or None when content may follow."""
        sender = yield
        recipient = yield
        data = yield
        if sender[0] == 250 and recipient[0] == 250 and data[0] == 354:
            return None
        refused = next((r for r in (sender, recipient, data) if r[0] >= 400 or r[0] == 0), None)
        if refused is None:
            return None
        if data[0] == 354:
            # RFC 2920 §3.1: DATA was accepted without a recipient; end it with nothing.
            self._wire.write(b".\r\n")
            yield
        elif recipient[0] < 400 or sender[0] < 400:
            yield from self._command("RSET")
        return refused

    async def close(self) -> None:
        """Say QUIT and close, without waiting for long."""
        if not self._wire.closed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wire.converse(self._command("QUIT")), 2)
            self._wire.abort()


@dataclass(frozen=True, slots=True)
class _Queue:
    """The messages of one transmission; `taken` are those of whose outcome nobody was told."""

    messages: Iterator[Outgoing]
    taken: deque[Outgoing]
    done: Callable[[int, Outcome], None]
    may_start: Callable[[], bool]

    def take(self, features: Mapping[str, str]) -> Outgoing | None:
        """Return the next message the server would take, if one may start; tell of the others."""
        while self.may_start():
            message = next(self.messages, None)
            if message is None:
                return None
            problem = _unsendable(message, features)
            if problem is None:
                self.taken.append(message)
                return message
            self.done(message.key, problem)
        return None


def _unsendable(message: Outgoing, features: Mapping[str, str]) -> Outcome | None:
    addresses = message.sender + message.recipient
    if _NOT_IN_ADDRESSES.search(addresses):
        return Outcome("refused", 0, "the address holds characters that are not allowed")
    if not addresses.isascii() and "SMTPUTF8" not in features:
        return Outcome("refused", 0, "the server takes no addresses outside ASCII")
    limit = features.get("SIZE", "")
    if limit.isdigit() and 0 < int(limit) < len(message.content):
        return Outcome("refused", 552, f"larger than the server's limit of {limit} bytes")
    return None

"""What the operator may set, read from the environment once and checked."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qs, urlsplit

from donbay.core.operator_errors import OperatorError
from donbay.core.paths import resolve_data_dir
from donbay.kit.text import InvalidEmail, normalise_email
from donbay.kit.web import web_address, web_origin

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
T = TypeVar("T")

MOST_DELIVERY_PROCESSES = 8
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class Share(NamedTuple):
    """Which of the processes of this machine that deliver one is; both count from one."""

    number: int
    of: int

    def part(self, whole: int) -> int:
        """Return this one's part of so many connections; the parts of all are the whole."""
        return whole // self.of + (self.number <= whole % self.of)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation; `database_url` None means the embedded PostgreSQL.

    Shops' pages live at `edge_url` with the shop's slug as first label of the host:
    http://<slug>.localhost:8001.
    """

    data_dir: Path
    bind: str
    app_port: int
    edge_port: int
    app_url: str
    edge_url: str
    database_url: str | None
    smtp_url: str | None
    trusted_proxies: tuple[Network, ...]
    demo: bool
    delivery_processes: int
    delivery_share: Share

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read the environment; raise one OperatorError that lists everything wrong."""
        reader = _Reader(environ)
        app_port = reader.take("DONBAY_APP_PORT", "8000", _port)
        edge_port = reader.take("DONBAY_EDGE_PORT", "8001", _port)
        config = cls(
            data_dir=resolve_data_dir(environ),
            bind=reader.take("DONBAY_BIND", "127.0.0.1", _address),
            app_port=app_port,
            edge_port=edge_port,
            app_url=reader.take("DONBAY_APP_URL", f"http://localhost:{app_port}", _web_url),
            edge_url=reader.take("DONBAY_EDGE_URL", f"http://localhost:{edge_port}", _web_url),
            database_url=reader.take("DATABASE_URL", "", _postgres_url) or None,
            smtp_url=reader.take("SMTP_URL", "", _smtp_url) or None,
            trusted_proxies=reader.take("DONBAY_TRUSTED_PROXIES", "", _networks),
            demo=reader.take("DONBAY_DEMO", "1", _switch),
            delivery_processes=reader.take(
                "DONBAY_DELIVERY_PROCESSES", str(min(2, os.cpu_count() or 1)), _processes
            ),
            delivery_share=reader.take("DONBAY_DELIVERY_SHARE", "1/1", _share),
        )
        if app_port == edge_port and not reader.problems:
            reader.problems.append(
                (
                    "DONBAY_APP_PORT và DONBAY_EDGE_PORT phải khác nhau.",
                    "DONBAY_APP_PORT and DONBAY_EDGE_PORT must differ.",
                )
            )
        reader.finish()
        return config


class _Problem(ValueError):
    """One value is wrong; says what it should be."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


class _Reader:
    """Read values one by one and gather their problems."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[tuple[str, str]] = []

    def take(self, name: str, default: str, parse: Callable[[str], T]) -> T:
        """Parse one variable; a wrong one is noted and stands as its default."""
        text = self._environ.get(name, "").strip() or default
        try:
            return parse(text)
        except _Problem as problem:
            shown = "…" if "@" in text else text
            self.problems.append(
                (f"{name}='{shown}': {problem.vi}", f"{name}='{shown}': {problem.en}")
            )
            return parse(default)

    def finish(self) -> None:
        """Raise if anything was wrong."""
        if self.problems:
            vi = "\n".join(line for line, _ in self.problems)
            en = "\n".join(line for _, line in self.problems)
            raise OperatorError(vi, en)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise _Problem("phải là số cổng từ 1 đến 65535.", "must be a port from 1 to 65535.")
    return int(text)


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise _Problem(
            "phải là địa chỉ IP, ví dụ 127.0.0.1 hoặc 0.0.0.0.",
            "must be an IP address, for example 127.0.0.1 or 0.0.0.0.",
        ) from None


def _split(text: str, schemes: set[str]) -> bool:
    """Tell whether a URL has one of the schemes and a usable host and port."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and (parts.port or 1) > 0
    except ValueError:
        return False


def _web_url(text: str) -> str:
    origin = web_origin(text)
    if not origin or web_address(text).rstrip("/") != origin:
        raise _Problem(
            "phải có dạng https://ten-mien, không có đường dẫn.",
            "must look like https://host, without a path.",
        )
    return origin


def _postgres_url(text: str) -> str:
    if text and not _split(text, {"postgres", "postgresql"}):
        raise _Problem(
            "phải có dạng postgresql://người_dùng:mật_khẩu@máy:cổng/tên.",
            "must look like postgresql://user:password@host:port/name.",
        )
    return text


def _smtp_url(text: str) -> str:
    if text and not (_split(text, {"smtp", "smtps", "smtp+starttls"}) and urlsplit(text).hostname):
        raise _Problem(
            "phải có dạng smtp://, smtps:// hoặc smtp+starttls://người_dùng:mật_khẩu@máy:cổng.",
            "must look like smtp://, smtps:// or smtp+starttls://user:password@host:port.",
        )
    senders = parse_qs(urlsplit(text).query, keep_blank_values=True).get("from", [])
    if not all(map(_is_email, senders)):
        raise _Problem(
            "có from= không phải địa chỉ e-mail; ghi from=ten@shop.vn (dấu + viết là %2B).",
            "has a from= that is no e-mail address; write from=name@shop.vn (a + as %2B).",
        )
    return text


def _is_email(text: str) -> bool:
    """Tell whether a text is an e-mail address as it stands, with nothing to trim."""
    try:
        return normalise_email(text) == text.lower()
    except InvalidEmail:
        return False


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise _Problem(
            "phải là các địa chỉ hoặc dải IP cách nhau bằng dấu phẩy, ví dụ 10.0.0.0/8.",
            "must be IP addresses or ranges separated by commas, for example 10.0.0.0/8.",
        ) from None


def _processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DELIVERY_PROCESSES:
        raise _Problem(
            f"phải là số từ 1 đến {MOST_DELIVERY_PROCESSES}.",
            f"must be a number from 1 to {MOST_DELIVERY_PROCESSES}.",
        )
    return int(text)


def _share(text: str) -> Share:
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise _Problem(
            "phải có dạng 1/2: tiến trình thứ mấy trên tổng số.",
            "must look like 1/2: which process, of how many.",
        )
    return Share(int(number), int(of))


def _switch(text: str) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise _Problem("phải là 1 hoặc 0.", "must be 1 or 0.")
    return text.lower() in TRUE

"""Mail by a server of the shop's own choice, over SMTP."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from donbay.core.registry import Channel
from donbay.messaging.errors import PrivateHostRefused, SettingRefused
from donbay.messaging.smtp import Security, SmtpConfig, SmtpSession

# Each window waits once for the disk: 64 cost 6 % less than 32. After a power cut what a window
# holds is unknown.
WINDOW = 64
MOST_CONNECTIONS = 20
_SECURITIES = ("none", "opportunistic", "starttls", "tls")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "host": {"type": "string", "title": "Máy chủ / Host", "maxLength": 253},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535, "default": 587},
        "security": {"type": "string", "enum": list(_SECURITIES), "default": "starttls"},
        "username": {"type": "string", "maxLength": 254},
        "password": {"type": "string", "maxLength": 1000, "format": "password"},
        "connections": {"type": "integer", "minimum": 1, "maximum": MOST_CONNECTIONS, "default": 4},
    },
    "required": ["host"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Opens sessions to one server."""

    config: SmtpConfig
    trusted: bool
    window: int = WINDOW

    @property
    def connections(self) -> int:
        """How many sessions may be open at once."""
        return self.config.connections

    async def open_session(self) -> SmtpSession:
        """Open a session; raise TransportError."""
        session = SmtpSession(self.config, self._admit)
        await session.open()
        return session

    def _admit(self, address: str) -> None:
        """Raise PrivateHostRefused for an address inside the private network.

        DONBAY_ALLOW_PRIVATE_SMTP=1 allows them: a shop with its own mail server in the house.
        """
        if self.trusted or os.environ.get("DONBAY_ALLOW_PRIVATE_SMTP") == "1":
            return
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise PrivateHostRefused(host=self.config.host)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    return host in ("localhost", "::1") or host.startswith("127.")


def config_of(settings: Mapping[str, Any]) -> SmtpConfig:
    """Return typed settings; raise ValueError for what is not right."""
    host = str(settings.get("host", "")).strip()
    security = str(settings.get("security") or "starttls")
    port = _whole(settings, "port", 465 if security == "tls" else 587)
    if not _is_name(host):
        raise SettingRefused(
            "host",
            "Hãy ghi tên máy chủ gửi thư, ví dụ smtp.tencuaban.vn.",
            "Give the name of the mail server, such as smtp.example.com.",
        )
    if security not in _SECURITIES:
        raise SettingRefused("security", "Hãy chọn một kiểu bảo mật.", "Choose a kind of security.")
    username = str(settings.get("username") or "")
    if username and security in ("none", "opportunistic") and not is_loopback(host):
        raise SettingRefused(
            "security",
            "Có tên đăng nhập thì phải chọn starttls hoặc tls, để mật khẩu không đi trần.",
            "With a user name choose starttls or tls: a password is only sent over TLS.",
        )
    return SmtpConfig(
        host=host,
        port=port,
        security=cast("Security", security),
        username=username,
        password=str(settings.get("password") or ""),
        connections=_whole(settings, "connections", 4),
        timeout_seconds=float(settings.get("timeout") or 60),
    )


def _is_name(host: str) -> bool:
    """Tell whether a text can be the name or number of a server."""
    if not host or any(letter in host for letter in " /\r\n@"):
        return False
    try:
        host.encode("idna")
    except UnicodeError:  # a part of it is empty or too long
        return False
    return True


def _whole(settings: Mapping[str, Any], name: str, default: int) -> int:
    """Return a whole number within its bounds in the schema, or the default when none is given."""
    given = settings.get(name)
    least, most = SCHEMA["properties"][name]["minimum"], SCHEMA["properties"][name]["maximum"]
    with suppress(TypeError, ValueError):
        number = default if given in (None, "") else int(given)
        if least <= number <= most:
            return number
    raise SettingRefused(
        name, f"Hãy ghi một số từ {least} đến {most}.", f"Give a number from {least} to {most}."
    )


def settings_of_url(url: str) -> dict[str, Any]:
    """Return the settings in SMTP_URL: smtp[s]://[user:password@]host[:port][?security=&from=]."""
    parts = urlsplit(url)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname:
        raise ValueError("SMTP_URL must look like smtp://user:password@host:587")
    local = is_loopback(parts.hostname)
    plain = local and parts.scheme == "smtp"
    fallback = "tls" if parts.scheme == "smtps" else "none" if plain else "starttls"
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "security": options.get("security", fallback),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "connections": min(max(int(options.get("connections", "4")), 1), MOST_CONNECTIONS),
        "timeout": float(options.get("timeout", "60")),
        "window": int(options.get("window", str(WINDOW))),
        "from": options.get("from", ""),
        "trusted": True,
    }


def open_smtp(settings: Mapping[str, Any]) -> SmtpTransport:
    """Return the transport of a channel's settings; `trusted` only comes from SMTP_URL."""
    window = min(max(int(settings.get("window") or WINDOW), 1), 100)
    return SmtpTransport(config_of(settings), bool(settings.get("trusted")), window)


CHANNEL = Channel(
    key="smtp", vi="Máy chủ SMTP", en="SMTP server", medium="email", schema=SCHEMA, open=open_smtp
)

"""Web addresses: what may stand in a link, a redirect or a policy."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit, urlunsplit

_UNSAFE = re.compile(r"[\s\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SCHEMES = frozenset({"http", "https"})
_LONGEST = 2048


class InvalidWebAddress(ValueError):
    """The text is no address that a browser may be sent to."""


def web_address(text: str) -> str:
    """Return the address with scheme and host in lower case and the host in ASCII (IDNA).

    Raises InvalidWebAddress for anything but http and https with a host: other schemes, addresses
    without one (`//host`, `/path`), user names and passwords, blanks, control and direction
    characters, backslashes, more than 2,048 characters.
    """
    return urlunsplit(_parts(text))


def is_web_address(text: str) -> bool:
    """Tell whether `web_address` would take the text."""
    try:
        _parts(text)
    except InvalidWebAddress:
        return False
    return True


def web_origin(text: str) -> str:
    """Return scheme, host and port of a web address, or nothing for what is none."""
    try:
        parts = _parts(text)
    except InvalidWebAddress:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _parts(text: str) -> SplitResult:
    # urlsplit drops tabs and line breaks unseen, as browsers do: look before it does.
    if len(text) > _LONGEST or _UNSAFE.search(text):
        raise InvalidWebAddress(text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidWebAddress(text) from error
    if parts.scheme not in _SCHEMES or "@" in parts.netloc:
        raise InvalidWebAddress(text)
    shown = _literal(host) if "[" in parts.netloc else _ascii(host)
    return parts._replace(netloc=shown if port is None else f"{shown}:{port}")


def _literal(host: str) -> str:
    try:
        return f"[{IPv6Address(host)}]"
    except ValueError as error:
        raise InvalidWebAddress(host) from error


def _ascii(host: str) -> str:
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InvalidWebAddress(host) from error
    labels = name.removesuffix(".").split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise InvalidWebAddress(host)
    return name

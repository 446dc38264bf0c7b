"""Reads form bodies: urlencoded and multipart text fields, within limits."""

from __future__ import annotations

import re
from email.message import Message
from functools import lru_cache

MAX_FIELDS = 200
_ENCODED = re.compile("(?:%[0-9A-Fa-f]{2})+")
_KEPT = 27


class BadBodyError(ValueError):
    """The body is not a form."""


def parse_form(body: bytes, content_type: str) -> dict[str, str]:
    """Return the first value of each field; undecodable bytes become replacement characters."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in {"application/x-www-form-urlencoded", ""}:
        return _urlencoded(body)
    if kind == "multipart/form-data":
        return _multipart(body, content_type)
    raise BadBodyError(f"not a form: {kind}")


def _urlencoded(body: bytes) -> dict[str, str]:
    pairs = body.decode("utf-8", "replace").split("&", MAX_FIELDS)
    if len(pairs) > MAX_FIELDS:
        raise BadBodyError("too many fields")
    fields: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if "%" in pair or "+" in pair:  # most parts of a form are written plainly
            name, value = _decoded(name), _decoded(value)
        if name and name not in fields:
            fields[name] = value
    return fields


def _decoded(text: str) -> str:
    """Return text without its URL encoding; bytes that are no UTF-8 are replaced."""
    return _ENCODED.sub(_letters, text.replace("+", " "))


def _letters(found: re.Match[str]) -> str:
    encoded = found[0]
    # A language has few letters, and a name is full of them; what is long is not kept.
    return _utf8(encoded) if len(encoded) <= _KEPT else _utf8.__wrapped__(encoded)


@lru_cache(maxsize=4096)
def _utf8(encoded: str) -> str:
    return bytes.fromhex(encoded.replace("%", "")).decode("utf-8", "replace")


def _multipart(body: bytes, content_type: str) -> dict[str, str]:
    boundary = _parameter(content_type, "content-type", "boundary")
    if not boundary or len(boundary) > 200:
        raise BadBodyError("no boundary")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1", "replace"))
    if len(parts) - 2 > MAX_FIELDS:
        raise BadBodyError("too many fields")
    fields: dict[str, str] = {}
    for part in parts[1:]:
        if part.startswith(b"--"):
            return fields
        head, blank, value = part.partition(b"\r\n\r\n")
        name, is_file = _disposition(head)
        if blank and name and not is_file:
            fields.setdefault(name, value.decode("utf-8", "replace"))
    raise BadBodyError("the body ends early")


def _disposition(head: bytes) -> tuple[str, bool]:
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            is_file = _parameter(value, "content-disposition", "filename") is not None
            return _parameter(value, "content-disposition", "name") or "", is_file
    return "", False


def _parameter(value: str, header: str, name: str) -> str | None:
    message = Message()
    message[header] = value.strip().replace("\r", " ").replace("\n", " ")
    found = message.get_param(name, header=header)
    return found if isinstance(found, str) else None

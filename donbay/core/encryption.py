"""Secrets at rest, encrypted with the credentials key (Fernet)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class UnreadableSecret(RuntimeError):
    """The credentials key that encrypted this value is not here."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key.encode()) for key in keys])


def encrypt_json(value: Mapping[str, Any]) -> str:
    """Return a value encrypted for a text column."""
    keys = tuple(settings.DONBAY_CREDENTIAL_KEYS)
    return _cipher(keys).encrypt(json.dumps(value).encode()).decode()


def decrypt_json(text: str) -> dict[str, Any]:
    """Return the value of an encrypted column; raise UnreadableSecret without its key."""
    try:
        raw = _cipher(tuple(settings.DONBAY_CREDENTIAL_KEYS)).decrypt(text.encode())
    except InvalidToken as error:
        raise UnreadableSecret("the credentials key changed") from error
    return cast("dict[str, Any]", json.loads(raw))

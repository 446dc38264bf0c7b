"""The keys of an installation: read from files the operator names, or made once."""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet

from donbay.core.operator_errors import OperatorError
from donbay.core.paths import make_data_dir
from donbay.kit.signing import SHORTEST_KEY


@dataclass(frozen=True, slots=True)
class Secrets:
    """Three separate keys, so that losing one does not open what the others guard.

    `link` holds a key a line, the newest first: what older ones signed or hashed stays known.
    """

    session: str = field(repr=False)
    link: str = field(repr=False)
    credentials: str = field(repr=False)

    @property
    def link_keys(self) -> list[bytes]:
        """Return the keys that sign links, the newest first."""
        return [line.encode() for line in self.link.splitlines()]


def load_secrets(data_dir: Path, environ: Mapping[str, str] = os.environ) -> Secrets:
    """Return the keys; make missing ones in `<data>/secrets/`, readable by their owner only.

    DONBAY_SESSION_KEY_FILE, DONBAY_LINK_KEY_FILE and DONBAY_CREDENTIALS_KEY_FILE name files
    kept elsewhere (several machines must share their keys).
    """
    folder = data_dir / "secrets"

    def key(name: str, make: Callable[[], str]) -> str:
        variable = f"DONBAY_{name.upper()}_KEY_FILE"
        given = environ.get(variable, "").strip()
        return _read_given(variable, Path(given)) if given else _read_or_make(folder / name, make)

    return Secrets(
        session=key("session", lambda: random.token_urlsafe(48)),
        link=_checked_link(key("link", lambda: random.token_urlsafe(48))),
        credentials=_checked_fernet(key("credentials", lambda: Fernet.generate_key().decode())),
    )


def _read_given(variable: str, path: Path) -> str:
    """Read a key file that the operator named; it must exist and not be empty."""
    try:
        text = path.read_text().strip()
    except OSError as error:
        raise OperatorError(
            f"{variable}: không đọc được tệp {path} ({error.strerror}).",
            f"{variable}: cannot read {path} ({error.strerror}).",
        ) from error
    if not text:
        raise OperatorError(f"{variable}: tệp {path} trống.", f"{variable}: {path} is empty.")
    return text


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return a generated key, making it once even if several processes start together."""
    if not path.exists():
        make_data_dir(path.parent.parent)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _publish(path, make())
    return path.read_text().strip()


def _publish(path: Path, text: str) -> None:
    """Write a side file and link it into place: whole or absent, and the first one wins."""
    side = path.with_name(f"{path.name}.new-{os.getpid()}-{random.token_hex(4)}")
    with os.fdopen(os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(f"{text}\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        path.hardlink_to(side)
    except FileExistsError:
        return
    finally:
        side.unlink()


def _checked_link(keys: str) -> str:
    """Refuse link keys that are too short to sign with."""
    if any(len(line.encode()) < SHORTEST_KEY for line in keys.splitlines()):
        raise OperatorError(
            f"Khoá link: mỗi dòng là một khoá, dài ít nhất {SHORTEST_KEY} byte.",
            f"The link key: each line is one key of at least {SHORTEST_KEY} bytes.",
        )
    return keys


def _checked_fernet(key: str) -> str:
    """Refuse a credentials key that could not encrypt."""
    try:
        Fernet(key.encode())
    except ValueError as error:
        raise OperatorError(
            "Khoá credentials không đúng dạng Fernet (32 byte, base64 url).",
            "The credentials key is not a Fernet key (32 bytes, URL-safe base64).",
        ) from error
    return key

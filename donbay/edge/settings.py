"""What the edge may be told, and its limits in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from donbay.core.config import Config, Network
from donbay.core.operator_errors import OperatorError
from donbay.core.secrets import Secrets, load_secrets

MAX_BODY = 256 * 1024
BODY_SECONDS = 15.0
HEADER_MILLISECONDS = 10_000
COMMIT_SECONDS = 2.0
BATCH_ROWS = 500
WRITERS = 2
RESULT_SECONDS = 3.0
REFRESH_SECONDS = 2.0
PROBE_SECONDS = 0.5
VIEWS_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Rate:
    """How many posts a second one address or shop may make in the long run, and at once."""

    per_second: float
    burst: float


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """One edge's settings; a rate of 0 means no limit."""

    data_dir: Path
    bind: str
    port: int
    edge_url: str
    database_url: str
    trusted_proxies: tuple[Network, ...]
    secrets: Secrets
    per_address: Rate = Rate(2.0, 60.0)
    per_shop: Rate = Rate(300.0, 3000.0)

    @property
    def host(self) -> str:
        """Return the host name under which shops' hosts lie."""
        return urlsplit(self.edge_url).hostname or "localhost"

    @property
    def folder(self) -> Path:
        """Return where the edge keeps bundles and spool."""
        return self.data_dir / "edge"

    @property
    def media(self) -> Path:
        """Return where pictures lie."""
        return self.data_dir / "media"


def load_settings(
    database_url: str, environ: Mapping[str, str] = os.environ, *, bind: str = "", port: int = 0
) -> EdgeSettings:
    """Read the environment; `bind` and `port` win over it.

    DONBAY_EDGE_ADDRESS_RATE and DONBAY_EDGE_SHOP_RATE are `per second:burst`, or 0.
    """
    config = Config.from_env(environ)
    return EdgeSettings(
        data_dir=config.data_dir,
        bind=bind or config.bind,
        port=port or config.edge_port,
        edge_url=config.edge_url,
        database_url=database_url,
        trusted_proxies=config.trusted_proxies,
        secrets=load_secrets(config.data_dir, environ),
        per_address=_rate(environ, "DONBAY_EDGE_ADDRESS_RATE", Rate(2.0, 60.0)),
        per_shop=_rate(environ, "DONBAY_EDGE_SHOP_RATE", Rate(300.0, 3000.0)),
    )


def _rate(environ: Mapping[str, str], name: str, default: Rate) -> Rate:
    text = environ.get(name, "").strip()
    if not text:
        return default
    rate, _, burst = text.partition(":")
    try:
        return Rate(float(rate), float(burst or rate))
    except ValueError:
        raise OperatorError(
            f"{name}='{text}': phải có dạng số mỗi giây:số dồn, ví dụ 2:60, hoặc 0.",
            f"{name}='{text}': must look like per-second:burst, for example 2:60, or 0.",
        ) from None

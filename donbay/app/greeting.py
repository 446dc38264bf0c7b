"""What `serve` says once everything answers."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from donbay.core.config import Config

LOGINS = "demo-logins.json"
# A proxy set for the machine must not be asked for our own address.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - mapped away, not bound


def answers(config: Config, port: int) -> bool:
    """Tell whether /healthz on a port of ours says 200."""
    host = EVERYWHERE.get(config.bind, config.bind)
    url = f"http://[{host}]:{port}/healthz" if ":" in host else f"http://{host}:{port}/healthz"
    try:
        with _direct.open(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def greet(config: Config) -> str:
    """Return the addresses and, where there is a demo, its logins."""
    lines = ["", "Donbay đang chạy / Donbay is running", *addresses(config)]
    logins = _logins(config.data_dir / LOGINS)
    if logins:
        lines += ["", "  Tài khoản mẫu / demo logins:", *(f"    {login}" for login in logins)]
    return "\n".join([*lines, "", "  Dừng / stop: Ctrl+C", ""])


def addresses(config: Config) -> list[str]:
    """Return a line for each address."""
    scheme, _, host = config.edge_url.partition("://")
    return [
        f"  Quản trị / app:             {config.app_url}",
        f"  Trang cửa hàng / shop page: {scheme}://<slug>.{host}",
    ]


def open_browser(url: str, environ: Mapping[str, str] = os.environ) -> None:
    """Open the browser where there is a display to show it on."""
    has_display = any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if (has_display or sys.platform == "darwin") and not environ.get("CI"):
        webbrowser.open(url)


def _logins(path: Path) -> list[str]:
    """Read `[{"email", "password", "role"}]`; a broken file must not stop the greeting."""
    try:
        entries = json.loads(path.read_text())
        return [f"{e['email']:<28} {e['password']:<24} {e.get('role', '')}" for e in entries]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []

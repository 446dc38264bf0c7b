"""Signed links of mails: where they lead, and telling people from machines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from donbay.kit.mail_tokens import (
    CLICK,
    OPEN,
    UNSUBSCRIBE,
    MailSigner,
    Touch,
    read_token,
    sign_token,
)

__all__ = [
    "CLICK", "CLICK_PATH", "OPEN", "OPEN_PATH", "UNSUBSCRIBE", "UNSUBSCRIBE_PATH", "MailSigner",
    "Touch", "is_machine", "read_token", "sign_token",
]  # fmt: skip

OPEN_PATH, CLICK_PATH, UNSUBSCRIBE_PATH = "/t/o/", "/t/c/", "/t/u/"
_MACHINES = re.compile(
    r"bot|crawl|spider|scan|preview|prefetch|monitor|curl|wget|python|java/|go-http|"
    r"headless|barracuda|mimecast|proofpoint|safelinks|facebookexternalhit|zalo/|"
    r"^mozilla/5\.0$",
    re.IGNORECASE,
)


def is_machine(payload: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """Tell whether a scanner, proxy or prefetcher touched the link, not a person."""
    if str(payload.get("method", "GET")).upper() == "HEAD" or payload.get("prefetch"):
        return True
    agent = str(context.get("user_agent") or "")
    return not agent or bool(_MACHINES.search(agent))

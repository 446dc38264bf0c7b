"""Signed links of mails: opens, clicks, refusals; and telling people from machines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from donbay.kit.signing import BadToken, Signer, verify

OPEN, CLICK, UNSUBSCRIBE = "o", "c", "u"
OPEN_PATH, CLICK_PATH, UNSUBSCRIBE_PATH = "/t/o/", "/t/c/", "/t/u/"

_MACHINES = re.compile(
    r"bot|crawl|spider|scan|preview|prefetch|monitor|curl|wget|python|java/|go-http|"
    r"headless|barracuda|mimecast|proofpoint|safelinks|facebookexternalhit|zalo/|"
    r"^mozilla/5\.0$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Touch:
    """What a token of ours points at."""

    workspace_id: int
    message_id: int
    link_id: int = 0


def signer_for(slots: Sequence[str]) -> Signer:
    """Return what signs these slots for (workspace, message), in their order.

    Slots are `o` open, `u` unsubscribe and `c<link id>` click.
    """
    return Signer([(slot[0], [int(slot[1:])] if slot[0] == CLICK else []) for slot in slots])


def read_token(kind: str, token: str) -> Touch | None:
    """Return what a token points at, or None for one that is not ours."""
    try:
        numbers = verify(kind, token)
    except BadToken:
        return None
    if len(numbers) != (3 if kind == CLICK else 2):
        return None
    return Touch(*numbers)


def is_machine(payload: Mapping[str, Any], context: Mapping[str, Any]) -> bool:
    """Tell whether a scanner, proxy or prefetcher touched the link, not a person."""
    if str(payload.get("method", "GET")).upper() == "HEAD" or payload.get("prefetch"):
        return True
    agent = str(context.get("user_agent") or "")
    return not agent or bool(_MACHINES.search(agent))

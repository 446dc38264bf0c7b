"""Tokens of mails' links, made by messaging and read by whoever a link leads to.

A token reads `<tag>.<workspace>.<message>` and, for a click, `.<link>`: decimal numbers without
leading zeros, and the first 12 bytes of the AES-CMAC, in hexadecimal digits, of one block that
holds the kind and the numbers. A mail with eight links has ten of them, so the tokens of a whole
batch are signed together.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from donbay.kit.cmac import BLOCK_BYTES, BlockMac
from donbay.kit.signing import derived_keys

OPEN, CLICK, UNSUBSCRIBE = "o", "c", "u"

# One block of the cipher: kind 1, workspace 4, message 6, link 5 bytes.
_WORKSPACE_BYTES, _MESSAGE_BYTES, _LINK_BYTES = 4, 6, 5
_TAG_DIGITS = 24
_NUMBER = "0|[1-9][0-9]{0,14}"
_TOKEN = re.compile(
    f"(?P<tag>[0-9a-f]{{{_TAG_DIGITS}}})"
    rf"\.(?P<workspace>{_NUMBER})\.(?P<message>{_NUMBER})(?:\.(?P<link>{_NUMBER}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Touch:
    """What a token of ours points at."""

    workspace_id: int
    message_id: int
    link_id: int = 0


class MailSigner:
    """Signs the tokens of one content's slots for many messages of a workspace.

    Slots are `o` open, `u` unsubscribe and `c<link id>` click. Made anew for each batch, so that
    it never outlives a change of keys.
    """

    def __init__(self, workspace_id: int, slots: Sequence[str]) -> None:
        self._workspace_id = workspace_id
        links = [int(slot[1:]) if slot[0] == CLICK else 0 for slot in slots]
        heads = [_head(slot[0], workspace_id) for slot in slots]
        ends = [link.to_bytes(_LINK_BYTES, "big") for link in links]
        # What stands between one message's number and its next, block after block.
        self._between = [end + head for end, head in zip([b"", *ends], [*heads, b""], strict=True)]
        self._last = [b".%d" % link if link else b"" for link in links]
        self._mac = _macs()[0]

    def sign(self, message_ids: Sequence[int]) -> list[list[bytes]]:
        """Return the tokens of each message, in the order of the slots."""
        blocks = b"".join(
            [id_.to_bytes(_MESSAGE_BYTES, "big").join(self._between) for id_ in message_ids]
        )
        tags = self._mac.tags(blocks).hex().encode()
        signed, start = [], 0
        for id_ in message_ids:
            number = b".%d.%d" % (self._workspace_id, id_)
            tokens = []
            for last in self._last:
                tokens.append(tags[start : start + _TAG_DIGITS] + number + last)
                start += 2 * BLOCK_BYTES
            signed.append(tokens)
        return signed


def sign_token(kind: str, workspace_id: int, message_id: int, link_id: int = 0) -> str:
    """Return one token, as a mail holds it."""
    slot = f"{kind}{link_id}" if kind == CLICK else kind
    return MailSigner(workspace_id, [slot]).sign([message_id])[0][0].decode()


def read_token(kind: str, token: str) -> Touch | None:
    """Return what a token points at, or None for one that is not ours."""
    match = _TOKEN.fullmatch(token)
    if match is None or (match["link"] is not None) != (kind == CLICK):
        return None
    touch = Touch(int(match["workspace"]), int(match["message"]), int(match["link"] or 0))
    try:
        block = (
            _head(kind, touch.workspace_id)
            + touch.message_id.to_bytes(_MESSAGE_BYTES, "big")
            + touch.link_id.to_bytes(_LINK_BYTES, "big")
        )
    except OverflowError:
        return None
    said = match["tag"].encode()
    good = [mac.tags(block).hex()[:_TAG_DIGITS].encode() for mac in _macs()]
    return touch if any(hmac.compare_digest(said, tag) for tag in good) else None


def _head(kind: str, workspace_id: int) -> bytes:
    return kind.encode() + workspace_id.to_bytes(_WORKSPACE_BYTES, "big")


def _macs() -> list[BlockMac]:
    return [BlockMac(key) for key in derived_keys("links of mails")]

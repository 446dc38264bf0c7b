"""Pictures of a shop, by the hash of their content."""

from __future__ import annotations

from donbay.core.media import CONTENT_TYPE, locate
from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.house import House
from donbay.edge.replies import Refusal
from donbay.edge.request import Request

_HEADERS = [
    ("content-type", CONTENT_TYPE),
    ("cache-control", "public, max-age=31536000, immutable"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'"),
    ("cross-origin-resource-policy", "cross-origin"),
]


def send_picture(house: House, request: Request, site: Site, key: str) -> None:
    """Send a picture of this shop; its name is its content, so browsers may keep it for ever."""
    try:
        path = locate(house.settings.media, site.shop.workspace_id, key)
    except KeyError:
        raise Refusal(404, words.NOT_FOUND) from None
    if not path.is_file():
        raise Refusal(404, words.NOT_FOUND)
    request.exchange.response_file(200, list(_HEADERS), str(path))

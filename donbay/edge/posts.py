"""What every posted form goes through before its own handler: origin, rate, body, page, id."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from donbay.edge import words
from donbay.edge.body import BadBodyError, parse_form
from donbay.edge.catalogue import Site
from donbay.edge.house import House
from donbay.edge.page import LivePage
from donbay.edge.replies import Refusal, Reply, document, json_reply
from donbay.edge.request import (
    MESSAGE_PARAMETER,
    Request,
    TooLargeError,
    TooSlowError,
    read_context,
    tidy,
    utm_of,
)
from donbay.sites.forms import ValueProblem
from donbay.sites.render.forms import honeypot, render_retry
from donbay.sites.types import HONEYPOT, FormSpec

_LONGEST_VALUE = 20_000


@dataclass(slots=True)
class Post:
    """A form post that may be read: whose page, which form, what was typed."""

    request: Request
    site: Site
    page: LivePage
    spec: FormSpec
    version: int
    fields: Mapping[str, str]
    client_id: str | None

    @property
    def is_machine(self) -> bool:
        """Tell whether the field that people do not see was filled in."""
        return bool(self.fields.get(HONEYPOT))

    @property
    def action(self) -> str:
        """Return where this form posts to."""
        room = "_f" if self.spec.kind == "lead" else "_o"
        return f"/{room}/{self.page.page_id}/{self.spec.form_id}"

    def context(self) -> dict[str, Any]:
        """Return what is kept with the capture about the visit."""
        request = self.request
        referrer, query = read_context(self.fields.get("_ctx", ""))
        return {
            "ip": request.address,
            "user_agent": request.header("user-agent")[:300],
            "url": f"{request.scope.scheme}://{request.host}{self.page.publication.path}",
            "referrer": referrer,
            "utm": utm_of(query),
            "page_id": self.page.page_id,
            "message_token": query.get(MESSAGE_PARAMETER, ""),
            "lang": request.language,
        }


async def read_post(
    house: House, request: Request, site: Site, page_id: str, form_id: str, kind: str
) -> Post:
    """Check a post and read it; raise Refusal with words for the visitor."""
    page = site.by_id.get(page_id)
    if page is None or not any(form_id in forms for forms in page.versions.values()):
        raise Refusal(404, words.NOT_FOUND)
    if not request.from_here:
        raise Refusal(403, words.FOREIGN)
    check_rates(house, request, site.shop.workspace_id)
    fields = await read_fields(request)
    version, spec = _spec_seen(page, form_id, fields.get("_v", ""))
    if spec.kind != kind:
        raise Refusal(404, words.NOT_FOUND)
    client_id = house.once.read(fields.get("client_id", ""), page.key)
    return Post(request, site, page, spec, version, fields, client_id)


def check_rates(house: House, request: Request, workspace_id: int) -> None:
    """Take a token of the address and of the shop, or raise 429."""
    allowed = house.address_limit.allow(request.address) and house.shop_limit.allow(workspace_id)
    if not allowed:
        raise Refusal(429, words.TOO_MANY, [("retry-after", "60")])


async def read_fields(request: Request) -> dict[str, str]:
    """Return the posted fields; raise Refusal."""
    try:
        body = await request.body()
        fields = parse_form(body, request.headers.get("content-type") or "")
    except TooLargeError:
        raise Refusal(413, words.TOO_LARGE, [("connection", "close")]) from None
    except TooSlowError:
        raise Refusal(408, words.TOO_SLOW, [("connection", "close")]) from None
    except BadBodyError:
        raise Refusal(400, words.BAD_BODY) from None
    return fields


def not_kept() -> Refusal:
    """Return the answer for a capture that is durable nowhere."""
    return Refusal(503, words.NOT_KEPT, [("retry-after", "30")])


def retry(
    house: House,
    post: Post,
    problems: Mapping[str, ValueProblem],
    *,
    message: str = "",
    status: int = 422,
    said: words.Words = words.FIX,
) -> Reply:
    """Return the form again with everything typed and each problem named."""
    language = post.request.language
    if post.request.wants_json:
        errors = {k: p.vi if language == "vi" else p.en for k, p in problems.items()}
        text = message or said.text(language)
        return json_reply(status, {"ok": False, "message": text, "errors": errors})
    form = render_retry(
        post.page.forms.get(post.spec.form_id, post.spec),
        post.action,
        hidden_inputs(house, post.page, post.fields.get("_ctx", "")),
        {key: value[:_LONGEST_VALUE] for key, value in post.fields.items()},
        problems,
        message=message or said.text(language),
        language=language,
    )
    return document(status, post.page.answer(said.title(language), form, language), post.page)


def hidden_inputs(house: House, page: LivePage, context: str, client_id: str = "") -> str:
    """Return the hidden inputs of a form of ours, with a new one-time id unless one is given."""
    once = client_id or house.once.mint(page.key)
    return (
        hidden("client_id", once)
        + hidden("_ctx", context[:2100])
        + hidden("_v", str(page.publication.version))
        + honeypot()
    )


def hidden(name: str, value: str) -> str:
    """Return one hidden input."""
    return f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'


def _spec_seen(page: LivePage, form_id: str, version: str) -> tuple[int, FormSpec]:
    """Return the form as it was on the visitor's screen, else as it is now."""
    current = page.publication.version
    seen = int(version) if version.isdecimal() and len(version) < 9 else current
    for number in (seen, current):
        spec = page.versions.get(number, {}).get(form_id)
        if spec is not None:
            return number, spec
    raise Refusal(410, words.FORM_GONE)


def typed(fields: Mapping[str, str], name: str, limit: int) -> str:
    """Return what was typed into a field of ours."""
    return tidy(fields.get(name, ""), limit)

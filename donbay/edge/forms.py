"""Lead forms: check, capture, thank."""

from __future__ import annotations

from donbay.edge import words
from donbay.edge.catalogue import Site
from donbay.edge.house import House
from donbay.edge.page import LivePage
from donbay.edge.posts import Post, not_kept, read_post, retry
from donbay.edge.replies import Refusal, Reply, document, json_reply, redirect
from donbay.edge.request import Request
from donbay.edge.types import NotKeptError
from donbay.sites.forms import check_values
from donbay.sites.types import FormSpec


async def take_form(
    house: House, request: Request, site: Site, page_id: str, form_id: str
) -> Reply:
    """Take a lead form; the visitor is thanked only when it is durable."""
    post = await read_post(house, request, site, page_id, form_id, "lead")
    if post.is_machine:
        return _thank(post)
    if post.client_id is None:
        return retry(house, post, {}, status=409, said=words.AGAIN)
    checked = check_values(post.spec, post.fields)
    if not checked.ok:
        return retry(house, post, checked.problems)
    payload = {
        "page_id": page_id,
        "form_id": form_id,
        "version": post.version,
        "values": checked.values,
        "consent": checked.consent,
    }
    try:
        await house.capture(site.shop.workspace_id, post.client_id, "form", payload, post.context())
    except NotKeptError:
        raise not_kept() from None
    return _thank(post)


def show_thanks(site: Site, page_id: str, form_id: str) -> Reply:
    """Show a form's thank-you page."""
    page = site.by_id.get(page_id)
    text = page.thanks(form_id) if page else None
    if page is None or text is None:
        raise Refusal(404, words.NOT_FOUND)
    return document(200, text, page)


def _thank(post: Post) -> Reply:
    where = next_place(post.page, post.spec)
    if post.request.wants_json:
        return json_reply(200, {"ok": True, "next": where})
    return redirect(where)


def next_place(page: LivePage, spec: FormSpec) -> str:
    """Return where a form leads after sending."""
    success = spec.success
    if success.get("kind") == "redirect" and success.get("href"):
        return success["href"]
    return f"/_thanks/{page.page_id}/{spec.form_id}"

"""Make a flow from a scenario, with the e-mails, tags and voucher programmes it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.queries import get_workspace
from donbay.automation.flows.actions.flows import create_flow_under_free_name
from donbay.automation.flows.queries.library import read_scenario
from donbay.commerce.actions import create_voucher
from donbay.commerce.queries import list_vouchers
from donbay.commerce.types import VoucherInput
from donbay.core.errors import FieldProblem, Invalid
from donbay.core.types import Actor
from donbay.customers.actions import ensure_tag
from donbay.kit.web import is_web_address
from donbay.messaging.actions import create_content
from donbay.messaging.queries import edge_url
from donbay.sites.queries import checkout_path, page_url

_REF = "$"
_PRODUCT = "product"


@atomic
def create_from_library(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    name: str = "",
    page_id: UUID | None = None,
    links: Mapping[str, str] | None = None,
) -> UUID:
    """Create a draft from a scenario; raise UnknownScenario, Invalid.

    `page_id` fills the trigger's page. `links` replaces the scenario's addresses by name
    (`ebook`, `product`…); those not given lead to the page that takes orders, or to the list
    of the shop's pages, to be changed in the e-mails. A voucher programme of the scenario's name
    is used again if there is one.
    """
    scenario = read_scenario(key)
    texts = {**_links(actor.workspace_id, scenario), **_checked_links(links or {})}
    made: dict[str, str] = {"page": str(page_id) if page_id else ""}
    for tag in scenario.get("tags", ()):
        made[f"tag:{tag['ref']}"] = str(ensure_tag(actor=actor, now=now, name=tag["name"]).id)
    for voucher in scenario.get("vouchers", ()):
        made[f"voucher:{voucher['ref']}"] = str(_voucher(actor, now, voucher))
    for content in scenario.get("contents", ()):
        made[f"content:{content['ref']}"] = str(_content(actor, now, content, texts))
    return create_flow_under_free_name(
        actor=actor,
        now=now,
        name=name or scenario["vi"],
        graph=_resolved(scenario["graph"], made),
        settings=scenario.get("settings", {}),
    )


def _voucher(actor: Actor, now: datetime, given: Mapping[str, Any]) -> UUID:
    values = {key: value for key, value in given.items() if key != "ref"}
    for voucher in list_vouchers(actor.workspace_id):
        if voucher.name == values["name"] and voucher.active:
            return voucher.id
    taken = {voucher.name for voucher in list_vouchers(actor.workspace_id)}
    if values["name"] in taken:
        values["name"] = f"{values['name']} ({now:%d/%m/%Y %H:%M})"
    return create_voucher(actor=actor, now=now, voucher=VoucherInput(**values)).id


def _content(
    actor: Actor, now: datetime, given: Mapping[str, Any], links: Mapping[str, str]
) -> UUID:
    content = create_content(
        actor=actor,
        now=now,
        name=given["name"],
        subject=given["subject"],
        preview=given["preview"],
        purpose=given["purpose"],
        tree={"version": 1, "blocks": [_linked(block, links) for block in given["blocks"]]},
    )
    return content.id


def _linked(block: Mapping[str, Any], links: Mapping[str, str]) -> dict[str, Any]:
    """Return an e-mail's block with its `$name` address replaced."""
    url = block.get("url", "")
    return {**block, "url": links[url[1:]]} if url.startswith(_REF) else dict(block)


def _links(workspace_id: int, scenario: Mapping[str, Any]) -> dict[str, str]:
    """Lead to the shop's own pages: a voucher can be used there, and orders are counted."""
    slug = get_workspace(workspace_id).slug
    order_page = checkout_path(workspace_id)
    return {
        name: page_url(edge_url(), slug, (name == _PRODUCT and order_page) or "/")
        for name in scenario.get("links", ())
    }


def _checked_links(given: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses that were filled in; raise Invalid naming one that is no address."""
    links = {name: url.strip() for name, url in given.items() if url.strip()}
    problems = [
        FieldProblem(
            f"/links/{name}",
            "Hãy dán địa chỉ đầy đủ, bắt đầu bằng https://.",
            "Paste the whole address, beginning with https://.",
            "url_invalid",
        )
        for name, url in links.items()
        if not is_web_address(url)
    ]
    if problems:
        raise Invalid(problems=problems)
    return links


def _resolved(value: Any, made: Mapping[str, str]) -> Any:
    """Return JSON with every `$kind:ref` replaced by the id made for it; empty ones left out."""
    if isinstance(value, Mapping):
        found = {key: _resolved(item, made) for key, item in value.items()}
        return {key: item for key, item in found.items() if item != _REF}
    if isinstance(value, list):
        return [_resolved(item, made) for item in value]
    if isinstance(value, str) and value.startswith(_REF):
        return made[value[1:]] or _REF
    return value

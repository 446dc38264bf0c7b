"""Make the demo shop "Sen Skincare" once, through the rooms' own actions."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.transaction import atomic

from donbay.accounts.actions import add_member, create_workspace
from donbay.accounts.queries import find_workspace
from donbay.app.demo import book
from donbay.app.demo.catalogue import ITEMS, SERUM, draw_picture
from donbay.app.demo.past import Past
from donbay.app.demo.people import draw_person, draw_visit
from donbay.app.demo.year import DAYS, WEEKS, Buyer, draw_joins, draw_orders, growth
from donbay.automation.flows.actions import create_from_library, publish_flow
from donbay.commerce.actions import (
    create_product,
    create_voucher,
    give_vouchers,
    record_past_orders,
)
from donbay.commerce.types import Contact, Product, ProductInput, VoucherInput
from donbay.core import registry
from donbay.core.media import store_image
from donbay.core.registry import Capture, Event
from donbay.core.types import Actor, Role
from donbay.customers.actions import record_consents, upsert_people
from donbay.customers.types import ConsentInput, PersonInput
from donbay.kit.clock import utcnow
from donbay.kit.ids import uuid7
from donbay.log.actions import append, ensure_partitions, run_reactor
from donbay.log.queries import events_of_customer
from donbay.log.types import NewEvent
from donbay.messaging.actions import create_channel
from donbay.sites.actions import create_page, publish_page, record_past_submissions, save_page
from donbay.sites.queries import get_page, list_pages, page_facts, page_url
from donbay.sites.tree import PageTree, Seo

SLUG = "sen"
LOGINS_FILE = "demo-logins.json"
_LOCK = 20_261_123
_SEED = 91
_CONSENT = (
    "Tôi đồng ý nhận tin ưu đãi và bí quyết chăm sóc da của Sen Skincare qua e-mail, "
    "tối đa 2 lần mỗi tuần, và có thể từ chối bất cứ lúc nào."
)
_SETTINGS: dict[str, Any] = {
    "address": "28 Nguyễn Huệ, phường Sài Gòn, TP. Hồ Chí Minh",
    "phone": "0283 822 0088",
    "email": "xinchao@sen.vn",
    "website": "https://sen.vn",
    "tax_code": "0312345678",
    "bank": {"bin": "970436", "account": "1026806174", "name": "SEN SKINCARE"},
    "shipping": {"fee": 30_000, "free_from": 500_000},
}


@dataclass(frozen=True, slots=True)
class Login:
    """A person who may sign in to the demo shop; the password is public on purpose."""

    email: str
    password: str
    role: Role
    name: str


LOGINS = (
    Login("owner@sen.vn", "hoa-sen-chu-2026", "owner", "Sen (chủ shop)"),
    Login("manager@sen.vn", "hoa-sen-quan-ly-2026", "manager", "Minh Anh (quản lý)"),
    Login("editor@sen.vn", "hoa-sen-bien-tap-2026", "editor", "Thu Trang (biên tập)"),
    Login("viewer@sen.vn", "hoa-sen-xem-2026", "viewer", "Quốc Bảo (chỉ xem)"),
)


def seed_once() -> bool:
    """Make the demo shop unless it is there; return whether it was made now.

    Everything is one transaction, so a crash leaves nothing and the next start begins anew.
    """
    now = utcnow()
    ensure_partitions(now)
    with atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        made = find_workspace(SLUG) is None
        if made:
            _seed(now)
    _write_logins()
    if made:
        _catch_up()
    return made


def _seed(now: datetime) -> None:
    # A fixed seed: every demo tells the same story, only its dates move.
    rng = random.Random(_SEED)  # noqa: S311
    start = (now - timedelta(days=DAYS)).replace(microsecond=0)
    workspace_id = create_workspace(
        slug=SLUG, name="Sen Skincare", now=start, is_demo=True, settings=_SETTINGS
    )
    actor = Actor.system(workspace_id)
    for login in LOGINS:
        add_member(
            actor=actor,
            now=start,
            email=login.email,
            name=login.name,
            role=login.role,
            password=login.password,
        )
    create_channel(
        actor=actor,
        now=start,
        kind="inbox",
        name="Hộp thư thử",
        from_name="Sen Skincare",
        from_email="xinchao@sen.vn",
        config={},
        is_default=True,
    )
    products = _products(actor, start)
    serum = next(product for product, _ in products if product.sku == SERUM)
    ebook = _page(actor, start, "ebook", "E-book chăm sóc da")
    reading = _book(actor, start, ebook)
    shop = _page(actor, start, "product", "Serum hoa sen", serum)
    buyers, people = _customers(actor, rng, start, str(ebook))
    _consents(actor, rng, buyers, people)
    _submissions(actor, rng, buyers, people, ebook)
    append(_views(workspace_id, rng, (ebook, reading, shop), now))
    _vouchers(actor, now, buyers)
    orders = draw_orders(rng, buyers, products, (shop, serum.id), now)
    since = now.replace(microsecond=0) - WEEKS
    record_past_orders(actor=actor, orders=[o for o in orders if o.placed_at < since])
    _flow(actor, since)
    past = Past(actor, rng, buyers, (shop, serum.id), now)
    for order in orders:
        if order.placed_at >= since:
            past.plan(order.placed_at, order)
    for event in _sent_forms(workspace_id, buyers, since):
        past.plan(event.occurred_at, event)
    past.live(since)


def _products(actor: Actor, start: datetime) -> list[tuple[Product, int]]:
    root = Path(settings.MEDIA_ROOT)
    products = []
    for item in ITEMS:
        image = store_image(root, actor.workspace_id, draw_picture(item))
        given = ProductInput(
            name=item.name,
            price=item.price,
            compare_price=item.compare_price,
            sku=item.sku,
            stock=item.stock,
            image_key=image.key,
            description=item.description,
        )
        product = create_product(actor=actor, now=start, product=given)
        products.append((product, item.weight))
    return products


def _page(
    actor: Actor, now: datetime, template: str, name: str, product: Product | None = None
) -> UUID:
    page = create_page(actor=actor, now=now, template=template, name=name)
    if product is not None:
        detail = get_page(actor, page.id)
        save_page(
            actor=actor,
            now=now,
            page_id=page.id,
            base_version=page.version,
            name=page.name,
            slug=page.slug,
            tree=PageTree.model_validate(_selling(detail.tree, str(product.id))),
            seo=Seo.model_validate(detail.seo),
        )
    publish_page(actor=actor, now=now, page_id=page.id)
    return page.id


def _book(actor: Actor, now: datetime, lead: UUID) -> UUID:
    """Publish the e-book itself, in the looks of the page that offers it; return its page."""
    looks = get_page(actor, lead).tree
    page = create_page(actor=actor, now=now, template="service", name=book.NAME)
    save_page(
        actor=actor,
        now=now,
        page_id=page.id,
        base_version=page.version,
        name=book.NAME,
        slug=book.SLUG,
        tree=PageTree.model_validate(book.book_tree(dict(looks))),
        seo=Seo.model_validate(book.SEO),
    )
    publish_page(actor=actor, now=now, page_id=page.id)
    return page.id


def _selling(tree: Any, product_id: str) -> Any:
    """Return a page's tree with one product in every place for one."""
    if isinstance(tree, list):
        return [_selling(item, product_id) for item in tree]
    if not isinstance(tree, Mapping):
        return tree
    chosen = {"product_id": product_id, "product_ids": [product_id]}
    return {key: chosen.get(key, _selling(value, product_id)) for key, value in tree.items()}


def _customers(
    actor: Actor, rng: random.Random, start: datetime, page_id: str
) -> tuple[list[Buyer], list[PersonInput]]:
    """Take in everybody, group by group at its own time, as the year brought them."""
    buyers: list[Buyer] = []
    everybody: list[PersonInput] = []
    for joins in draw_joins(rng, start):
        people = [draw_person(rng, len(buyers) + n, page_id) for n in range(len(joins))]
        upserted = upsert_people(actor=actor, now=joins[0], people=people, overwrite=False)
        everybody += people
        buyers += [
            Buyer(
                person.customer_id,
                Contact(given.full_name, given.phone, given.email, given.address),
                at,
            )
            for person, given, at in zip(upserted, people, joins, strict=True)
        ]
    return buyers, everybody


def _consents(
    actor: Actor, rng: random.Random, buyers: Sequence[Buyer], people: Sequence[PersonInput]
) -> None:
    """Let some of those who came otherwise than by the form agree at the counter."""
    consents = [
        ConsentInput(
            customer_id=buyer.id,
            purpose="advertising",
            channel="email",
            granted=True,
            method="manual",
            text=_CONSENT,
            evidence={"note": "Phiếu đăng ký tại quầy"},
            at=buyer.joined_at,
        )
        for buyer, person in zip(buyers, people, strict=True)
        if person.email and not person.source.get("page_id") and rng.random() < 0.45
    ]
    record_consents(actor=actor, now=max(c.at for c in consents if c.at), consents=consents)


def _submissions(
    actor: Actor,
    rng: random.Random,
    buyers: Sequence[Buyer],
    people: Sequence[PersonInput],
    page_id: UUID,
) -> None:
    """Let everybody who came by the e-book's form have sent it, as the edge would capture it."""
    facts = page_facts(actor.workspace_id, [page_id])[page_id]
    page = get_page(actor, page_id).info
    edge = settings.DONBAY_CONFIG.edge_url
    url = page_url(edge, SLUG, page.live_path or "/")
    leads = [pair for pair in zip(buyers, people, strict=True) if pair[1].source.get("page_id")]
    captures = [
        Capture(
            id=number,
            workspace_id=actor.workspace_id,
            client_id=uuid7(),
            kind="form",
            payload={
                "page_id": str(page_id),
                "form_id": facts.forms[0].form_id,
                "version": page.published_version,
                "values": {
                    "name": person.full_name,
                    "email": person.email,
                    "phone": person.phone if rng.random() < 0.7 else "",
                },
                "consent": rng.random() < 0.68,
            },
            context=draw_visit(rng, person.source, url),
            received_at=buyer.joined_at,
        )
        for number, (buyer, person) in enumerate(leads)
    ]
    customers = {number: buyer.id for number, (buyer, _) in enumerate(leads)}
    record_past_submissions(actor=actor, captures=captures, customers=customers)


def _views(
    workspace_id: int, rng: random.Random, pages: tuple[UUID, UUID, UUID], now: datetime
) -> list[NewEvent]:
    ebook, reading, shop = pages
    return [
        NewEvent(
            workspace_id,
            "page.viewed",
            now - timedelta(days=days, hours=rng.randint(0, 9)),
            None,
            None,
            {"page_id": str(page), "views": round(rng.randint(low, high) * growth(DAYS - days))},
        )
        for days in range(1, DAYS)
        for page, low, high in ((ebook, 18, 60), (reading, 2, 6), (shop, 25, 80))
    ]


def _vouchers(actor: Actor, now: datetime, buyers: Sequence[Buyer]) -> None:
    welcome = VoucherInput(
        name="Chào bạn mới: giảm 15%", kind="percent", value=15, prefix="SEN", valid_days=14,
        min_total=150_000,
    )  # fmt: skip
    loyal = VoucherInput(
        name="Tri ân khách quen: giảm 50.000 ₫", kind="amount", value=50_000, prefix="TRIAN",
        valid_days=30, min_total=300_000, limit=500,
    )  # fmt: skip
    create_voucher(actor=actor, now=now - timedelta(days=200), voucher=welcome)
    thanks = create_voucher(actor=actor, now=now - timedelta(days=90), voucher=loyal)
    give_vouchers(
        actor=actor,
        now=now - timedelta(days=5),
        voucher_id=thanks.id,
        customer_ids=[buyer.id for buyer in buyers[:120]],
        issue_key_prefix="demo",
    )


def _sent_forms(workspace_id: int, buyers: Sequence[Buyer], since: datetime) -> list[Event]:
    """Return what the log says of forms sent since an instant, by those who came since."""
    return [
        event
        for buyer in buyers
        if buyer.joined_at >= since
        for event in events_of_customer(workspace_id, buyer.id)
        if event.kind == "form.submitted"
    ]


def _catch_up() -> None:
    """Let every reactor pass the year, so that the figures are there at once.

    Those who entered the flow in the past do not enter again: it was the same day.
    """
    for reactor in registry.reactors.all():
        while run_reactor(reactor):
            pass


def _flow(actor: Actor, now: datetime) -> None:
    """Publish the e-book flow."""
    pages = {page.kind: page for page in list_pages(actor)}
    edge = settings.DONBAY_CONFIG.edge_url
    flow_id = create_from_library(
        actor=actor,
        now=now,
        key="ebook_skincare",
        page_id=pages["lead"].id,
        links={
            name: page_url(edge, SLUG, pages[kind].live_path or "/")
            for name, kind in (("ebook", "service"), ("product", "product"))
        },
    )
    publish_flow(actor=actor, now=now, flow_id=flow_id)


def _write_logins() -> None:
    path = Path(settings.DONBAY_CONFIG.data_dir) / LOGINS_FILE
    entries = [
        {"email": login.email, "password": login.password, "role": login.role} for login in LOGINS
    ]
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")

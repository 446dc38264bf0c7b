"""Writes of the sites room: pages, their history, their publications."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.accounts.permissions import require
from donbay.core.errors import FieldProblem, Invalid, NotFound
from donbay.core.notify import notify
from donbay.core.types import Actor
from donbay.core.unique import unless_taken, until_free
from donbay.kit.ids import uuid7
from donbay.kit.text import clean, slugify
from donbay.log.actions import append
from donbay.log.types import NewEvent
from donbay.sites.errors import (
    BadSlug,
    PageChanged,
    PageIncomplete,
    PageNotPublished,
    SlugTaken,
)
from donbay.sites.library import find_template
from donbay.sites.models import Page, PageRevision, Publication
from donbay.sites.queries import (
    SQL,
    load_product_views,
    page_info,
    page_problems,
    seller_of,
    terms_of,
)
from donbay.sites.render.document import PageInput, render_page, render_preview
from donbay.sites.starting import start_from, with_products
from donbay.sites.tree import PageTree, Seo, dump
from donbay.sites.types import Bundle, PageInfo, ProductView, TemplateInfo

PUBLISH_CHANNEL = "donbay_publish"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_SAME_SITTING = timedelta(minutes=5)
_HISTORY = 100


@atomic
def create_page(
    *, actor: Actor, now: datetime, template: str, name: str, product_id: UUID | None = None
) -> PageInfo:
    """Create a draft from a template, for a product where the template sells one."""
    start = find_template(template)
    product = _on_sale(actor.workspace_id, start, product_id) if product_id else None
    filled, seo = start_from(start, product)
    tree = PageTree.model_validate(filled)
    title = clean(name)[:160] or (product.name[:160] if product else start.vi)
    row = _insert(actor, now, title, start.kind, tree, Seo.model_validate(seo))
    audit(actor=actor, now=now, action="page.create", kind="page", item_id=row.id, name=row.name)
    return page_info(row, {})


def _on_sale(workspace_id: int, template: TemplateInfo, product_id: UUID) -> ProductView | None:
    """Return the product a page is to sell, None where the template sells nothing."""
    tree = PageTree.model_validate(with_products(template.tree, [str(product_id)]))
    if tree == PageTree.model_validate(template.tree):
        return None
    found = load_product_views(workspace_id, tree).get(str(product_id))
    if found is None:
        vi, en = "Sản phẩm này không còn bán.", "This product is no longer on sale."
        raise Invalid(problems=[FieldProblem("/product_id", vi, en)])
    return found


@atomic
def save_page(
    *,
    actor: Actor,
    now: datetime,
    page_id: UUID,
    base_version: int,
    name: str,
    slug: str,
    tree: PageTree,
    seo: Seo,
    overwrite: bool = False,
) -> PageInfo:
    """Store an edit; raise PageChanged when somebody else saved since `base_version`.

    With `overwrite` what it replaces stays in the history, even within one sitting.
    """
    row = _lock(actor, page_id, "page.edit")
    if row.version != base_version:
        raise PageChanged(version=row.version)
    row.name = clean(name)[:160] or row.name
    row.slug = _checked_slug(slug)
    _store(actor, now, row, tree, seo, own_revision=overwrite)
    audit(actor=actor, now=now, action="page.update", kind="page", item_id=row.id, name=row.name)
    return page_info(row, {})


@atomic
def publish_page(*, actor: Actor, now: datetime, page_id: UUID) -> PageInfo:
    """Render the page and let visitors see it; raise PageIncomplete with what is missing."""
    row = _lock(actor, page_id, "page.publish")
    tree, seo = PageTree.model_validate(row.tree), Seo.model_validate(row.seo)
    errors = [p for p in page_problems(row.workspace_id, tree, seo) if p.severity == "error"]
    if errors:
        raise PageIncomplete(
            count=len(errors),
            problems=[FieldProblem(f"/nodes/{p.node_id}", p.vi, p.en, p.code) for p in errors],
        )
    version = (row.published_version or _last_version(row)) + 1
    bundle = render_page(_input(row, tree, seo, version))
    _insert_publication(row, bundle, version, now)
    row.state, row.published_version, row.published_at = "published", version, now
    row.live_path, row.published_edit = f"/{row.slug}", row.version
    _save(row, "state", "published_version", "published_at", "live_path", "published_edit")
    _mark_published(row)
    audit(
        actor=actor, now=now, action="page.publish", kind="page", item_id=row.id, name=row.name,
        data={"version": version},
    )  # fmt: skip
    event = NewEvent(row.workspace_id, "page.published", now, None, row.id, {"version": version})
    append([event])
    notify(PUBLISH_CHANNEL, str(row.workspace_id))
    return page_info(row, {})


@atomic
def unpublish_page(*, actor: Actor, now: datetime, page_id: UUID) -> PageInfo:
    """Take a page offline; its forms stop being served, sent ones are still taken in."""
    row = _lock(actor, page_id, "page.publish")
    if row.state != "published":
        raise PageNotPublished
    _take_offline(row)
    row.updated_at = now
    _save(row, "state", "live_path", "updated_at")
    audit(actor=actor, now=now, action="page.unpublish", kind="page", item_id=row.id, name=row.name)
    return page_info(row, {})


@atomic
def duplicate_page(*, actor: Actor, now: datetime, page_id: UUID) -> PageInfo:
    """Make a draft that starts as this page is now."""
    source = _lock(actor, page_id, "page.view")
    tree, seo = PageTree.model_validate(source.tree), Seo.model_validate(source.seo)
    row = _insert(actor, now, f"{source.name} (bản sao)", source.kind, tree, seo)
    data = {"from": str(source.id)}
    audit(
        actor=actor, now=now, action="page.duplicate", kind="page", item_id=row.id, name=row.name,
        data=data,
    )  # fmt: skip
    return page_info(row, {})


@atomic
def delete_page(*, actor: Actor, now: datetime, page_id: UUID) -> None:
    """Remove a page from view; what visitors sent through it stays with the customers."""
    row = _lock(actor, page_id, "page.delete")
    _take_offline(row)
    row.deleted_at = row.updated_at = now
    _save(row, "state", "live_path", "deleted_at", "updated_at")
    audit(actor=actor, now=now, action="page.delete", kind="page", item_id=row.id, name=row.name)


@atomic
def restore_revision(*, actor: Actor, now: datetime, page_id: UUID, number: int) -> PageInfo:
    """Bring back an earlier state as a new edit."""
    row = _lock(actor, page_id, "page.edit")
    history = PageRevision.objects.for_workspace(row.workspace_id)
    revision = history.filter(page_id=row.id, number=number).first()
    if revision is None:
        raise NotFound
    tree, seo = PageTree.model_validate(revision.tree), Seo.model_validate(revision.seo)
    _store(actor, now, row, tree, seo, own_revision=True)
    data = {"number": number}
    audit(
        actor=actor, now=now, action="page.restore", kind="page", item_id=row.id, name=row.name,
        data=data,
    )  # fmt: skip
    return page_info(row, {})


@atomic
def renew_pages(
    *, workspace_id: int, product_ids: Collection[UUID] | None, now: datetime
) -> list[UUID]:
    """Render the live pages that show these products again, and return those that look new.

    Without products, all of the shop's.

    What was published is rendered, with the facts of now: edits not yet published stay so, and
    a page that would look the same stays as it is.
    """
    params: dict[str, Any] = {"workspace_id": workspace_id, "product_ids": None}
    if product_ids is not None:
        params["product_ids"] = [str(id_) for id_ in product_ids]
    found = [id_ for (id_,) in SQL.rows("live_pages_showing", params)]
    rows = Page.objects.for_workspace(workspace_id).filter(id__in=found).order_by("id")
    renewed = [row.id for row in rows.defer("tree") if _renew(row, now)]
    if renewed:
        notify(PUBLISH_CHANNEL, str(workspace_id))
    return renewed


def _renew(row: Page, now: datetime) -> bool:
    history = PageRevision.objects.for_workspace(row.workspace_id).filter(page_id=row.id)
    shown = history.filter(published=True).order_by("-number").first()
    version = row.published_version
    if shown is None or version is None:
        return False
    publications = Publication.objects.for_workspace(row.workspace_id)
    live = publications.get(page_id=row.id, version=version)
    tree, seo = PageTree.model_validate(shown.tree), Seo.model_validate(shown.seo)
    known = _input(row, tree, seo, version, name=shown.name)
    if _same(live, render_page(known)):
        return False
    bundle = render_page(replace(known, version=version + 1))
    _insert_publication(row, bundle, version + 1, now, slug=live.slug)
    row.published_version = version + 1
    _save(row, "published_version")
    return True


def _same(live: Publication, bundle: Bundle) -> bool:
    return (bytes(live.html), live.forms, live.thanks, live.shell, live.csp) == (
        bundle.html.encode(), _specs(bundle), dict(bundle.thanks), bundle.shell, bundle.csp,
    )  # fmt: skip


def preview_page(
    *, actor: Actor, page: PageInfo, tree: PageTree, seo: Seo, media_url: str, editing: bool
) -> str:
    """Return an unsaved tree as a document for a sandboxed frame; nothing is written."""
    return render_preview(
        PageInput(
            page_id=str(page.id),
            version=page.version,
            name=page.name,
            tree=tree,
            seo=seo,
            seller=seller_of(actor.workspace_id),
            products=load_product_views(actor.workspace_id, tree),
            terms=terms_of(actor.workspace_id),
            media_url=media_url,
            editing=editing,
        )
    )


def _input(row: Page, tree: PageTree, seo: Seo, version: int, *, name: str = "") -> PageInput:
    return PageInput(
        page_id=str(row.id),
        version=version,
        name=name or row.name,
        tree=tree,
        seo=seo,
        seller=seller_of(row.workspace_id),
        products=load_product_views(row.workspace_id, tree),
        terms=terms_of(row.workspace_id),
    )


def _lock(actor: Actor, page_id: UUID, permission: str) -> Page:
    rows = Page.objects.for_workspace(actor.workspace_id).select_for_update()
    row = rows.filter(id=page_id, deleted_at=None).first()
    if row is None:
        raise NotFound
    require(actor, permission, row)
    return row


def _insert(actor: Actor, now: datetime, name: str, kind: str, tree: PageTree, seo: Seo) -> Page:
    row = Page(
        workspace_id=actor.workspace_id,
        name=name,
        kind=kind,
        tree=dump(tree),
        seo=seo.model_dump(mode="json"),
        owner_id=actor.id if actor.kind == "user" else None,
        created_at=now,
        updated_at=now,
    )
    _insert_at_free_slug(row, slugify(name) or "trang")
    _remember(row, actor, now, own=True)
    return row


def _insert_at_free_slug(row: Page, wanted: str) -> None:
    """Insert a page under an address nobody has, also of those who take one at this moment."""

    def insert() -> None:
        row.slug = _free_slug(row.workspace_id, wanted)
        with _address_may_be_taken(row):
            row.save(force_insert=True)

    until_free(insert, SlugTaken)


def _store(
    actor: Actor,
    now: datetime,
    row: Page,
    tree: PageTree,
    seo: Seo,
    *,
    own_revision: bool = False,
) -> None:
    row.tree, row.seo = dump(tree), seo.model_dump(mode="json")
    row.version += 1
    row.updated_at = now
    _save(row, "name", "slug", "tree", "seo", "version", "updated_at")
    _remember(row, actor, now, own=own_revision)


def _save(row: Page, *names: str) -> None:
    with _address_may_be_taken(row):
        row.save(update_fields=list(names))


def _address_may_be_taken(row: Page) -> AbstractContextManager[None]:
    taken = SlugTaken(slug=row.slug)
    return unless_taken({"sites_page_slug_uq": taken, "sites_page_live_path_uq": taken})


def _remember(row: Page, actor: Actor, now: datetime, *, own: bool) -> None:
    """Add the state to the history; one person's saves within minutes share a row."""
    history = PageRevision.objects.for_workspace(row.workspace_id).filter(page_id=row.id)
    last = history.order_by("-number").first()
    state: Mapping[str, Any] = {"name": row.name, "tree": row.tree, "seo": row.seo}
    if last and not own and not last.published and _same_sitting(last, actor, now):
        history.filter(number=last.number).update(**state, updated_at=now)
        return
    number = last.number + 1 if last else 1
    PageRevision.objects.insert(
        row.workspace_id,
        page_id=row.id,
        number=number,
        saved_by=actor.name,
        saved_by_id=actor.id,
        created_at=now,
        updated_at=now,
        **state,
    )
    history.filter(number__lte=number - _HISTORY, published=False).delete()


def _same_sitting(last: PageRevision, actor: Actor, now: datetime) -> bool:
    return last.saved_by_id == actor.id and now - last.created_at < _SAME_SITTING


def _mark_published(row: Page) -> None:
    history = PageRevision.objects.for_workspace(row.workspace_id).filter(page_id=row.id)
    last = history.aggregate(last=Max("number"))["last"]
    history.filter(number=last).update(published=True)


def _last_version(row: Page) -> int:
    rows = Publication.objects.for_workspace(row.workspace_id).filter(page_id=row.id)
    return rows.aggregate(last=Max("version"))["last"] or 0


def _specs(bundle: Bundle) -> dict[str, Any]:
    return {spec.form_id: spec.to_json() for spec in bundle.forms}


def _insert_publication(
    row: Page, bundle: Bundle, version: int, now: datetime, *, slug: str = ""
) -> None:
    slug = slug or row.slug
    Publication.objects.insert(
        row.workspace_id,
        id=uuid7(),
        page_id=row.id,
        version=version,
        slug=slug,
        path=f"/{slug}",
        html=bundle.html.encode(),
        csp=bundle.csp,
        forms=_specs(bundle),
        thanks=dict(bundle.thanks),
        shell=bundle.shell,
        published_at=now,
        created_at=now,
        updated_at=now,
    )


def _take_offline(row: Page) -> None:
    row.state, row.live_path = "draft", None
    notify(PUBLISH_CHANNEL, str(row.workspace_id))


def _checked_slug(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise BadSlug
    return slug


def _free_slug(workspace_id: int, wanted: str) -> str:
    rows = Page.objects.for_workspace(workspace_id).filter(deleted_at=None, slug__startswith=wanted)
    taken = set(rows.values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for n in range(2, 10_000) if (slug := f"{wanted[:54]}-{n}") not in taken)


def preview_template(*, actor: Actor, template: str) -> str:
    """Return a template as the document it makes, with a product to look at."""
    start = find_template(template)
    example = ProductView(
        id=UUID(int=0), name="Serum hoa sen 30 ml", price=389_000, compare_price=450_000
    )
    tree = PageTree.model_validate(with_products(start.tree, [str(example.id)]))
    return render_preview(
        PageInput(
            page_id=template,
            version=1,
            name=start.vi,
            tree=tree,
            seo=Seo.model_validate(start.seo),
            seller=seller_of(actor.workspace_id),
            products={str(example.id): example},
            editing=True,
        )
    )

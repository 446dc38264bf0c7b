"""Reads of the sites room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q

from donbay.accounts.permissions import require, visible
from donbay.accounts.queries import get_workspace
from donbay.commerce.queries import bank_account, load_products, shipping_terms
from donbay.core.errors import NotFound
from donbay.core.folding import matching
from donbay.core.items import shown_uses
from donbay.core.registry import Use
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.sites.lint import Subject, find_problems
from donbay.sites.models import Page, PageRevision, Publication, Submission
from donbay.sites.tree import Checkout, PageTree, ProductCard, Seo, walk
from donbay.sites.types import (
    FormSpec,
    PageDetail,
    PageFacts,
    PageInfo,
    PageProblem,
    ProductView,
    RevisionInfo,
    Seller,
    SubmissionInfo,
    Terms,
)

SQL = Sql("donbay.sites")


def reach_page(actor: Actor, page_id: UUID, permission: str) -> Page:
    """Return a page's row if the actor may do this with it; raise NotFound otherwise."""
    row = Page.objects.for_workspace(actor.workspace_id).filter(id=page_id, deleted_at=None).first()
    if row is None:
        raise NotFound
    require(actor, permission, row)
    return row


def list_pages(
    actor: Actor,
    *,
    search: str = "",
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[PageInfo]:
    """Return the pages the actor may see, last changed first, strictly after a key."""
    rows = visible(actor, "page", Page.objects.for_workspace(actor.workspace_id))
    rows = rows.filter(deleted_at=None).defer("tree")
    rows = matching(rows, search, "name", "slug")
    if after is not None:
        changed, page_id = after
        rows = rows.filter(Q(updated_at__lt=changed) | Q(updated_at=changed, id__gt=page_id))
    found = list(rows.order_by("-updated_at", "id")[:limit])
    counts = _submission_counts(actor.workspace_id, [row.id for row in found])
    return [page_info(row, counts) for row in found]


def get_page(actor: Actor, page_id: UUID) -> PageDetail:
    """Return a page with its tree and what is wrong with it."""
    row = reach_page(actor, page_id, "page.view")
    counts = _submission_counts(actor.workspace_id, [row.id])
    tree, seo = PageTree.model_validate(row.tree), Seo.model_validate(row.seo)
    problems = page_problems(actor.workspace_id, tree, seo)
    return PageDetail(page_info(row, counts), tree.model_dump(mode="json"), row.seo, problems)


def page_info(row: Page, counts: Mapping[UUID, tuple[int, datetime]]) -> PageInfo:
    """Return a row as the type that crosses the room's border."""
    count, last = counts.get(row.id, (0, None))
    return PageInfo(
        id=row.id,
        name=row.name,
        slug=row.slug,
        kind=row.kind,
        state=row.state,
        version=row.version,
        published_version=row.published_version,
        live_path=row.live_path,
        changed_since_publish=row.state == "published" and row.published_edit != row.version,
        owner_id=row.owner_id,
        access=row.access,
        created_at=row.created_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
        submissions=count,
        last_submission_at=last,
    )


def page_problems(workspace_id: int, tree: PageTree, seo: Seo) -> tuple[PageProblem, ...]:
    """Return what stands in the way of publishing, and what to think about."""
    products = load_product_views(workspace_id, tree)
    subject = Subject(tree, seo, seller_of(workspace_id), products, terms_of(workspace_id))
    return tuple(find_problems(subject))


def list_revisions(actor: Actor, page_id: UUID, *, limit: int = 50) -> list[RevisionInfo]:
    """Return the newest earlier states of a page."""
    page = reach_page(actor, page_id, "page.view")
    rows = PageRevision.objects.for_workspace(actor.workspace_id).filter(page_id=page.id)
    return [
        RevisionInfo(row.number, row.name, row.saved_by, row.updated_at, row.published)
        for row in rows.defer("tree").order_by("-number")[:limit]
    ]


def list_submissions(
    actor: Actor,
    page_id: UUID,
    *,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[SubmissionInfo]:
    """Return what visitors answered on a page, newest first, strictly after a key."""
    page = reach_page(actor, page_id, "page.view")
    rows = Submission.objects.for_workspace(actor.workspace_id).filter(page_id=page.id)
    if after is not None:
        at, submission_id = after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__gt=submission_id))
    return [_submission(row) for row in rows.order_by("-at", "id")[:limit]]


def pages_naming(actor: Actor, traces: Sequence[str]) -> list[Use]:
    """Return the pages that hold any of these texts, those where visitors see it first."""
    params = {"workspace_id": actor.workspace_id, "traces": list(traces)}
    pages = visible(actor, "page", Page.objects.for_workspace(actor.workspace_id))
    return shown_uses(SQL.rows("pages_naming", params), pages)


def page_traces(workspace_id: int, page_id: str) -> Sequence[str]:
    """Return by what other things name a page: its id, and links that end in its address."""
    rows = Page.objects.for_workspace(workspace_id).filter(id=page_id, deleted_at=None)
    slug = rows.values_list("slug", flat=True).first()
    # A backslash stands before the quote that ends a link in HTML.
    return (page_id, *(f"/{slug}{end}" for end in "\"'\\?#" if slug))


def page_facts(workspace_id: int, page_ids: Sequence[UUID]) -> dict[UUID, PageFacts]:
    """Return what other rooms may know of these pages: names, and the forms now published."""
    rows = Page.objects.for_workspace(workspace_id).filter(id__in=page_ids, deleted_at=None)
    pages = {row.id: row for row in rows.defer("tree")}
    live = {row.id: row.published_version for row in pages.values() if row.state == "published"}
    specs = load_specs(workspace_id, [(id_, version) for id_, version in live.items() if version])
    return {
        id_: PageFacts(
            id=id_,
            name=row.name,
            slug=row.slug,
            published=row.state == "published",
            forms=tuple(specs.get((id_, live.get(id_) or 0), {}).values()),
        )
        for id_, row in pages.items()
    }


def list_page_names(workspace_id: int) -> list[tuple[UUID, str]]:
    """Return id and name of every page, by name."""
    rows = Page.objects.for_workspace(workspace_id).filter(deleted_at=None)
    return list(rows.order_by("name", "id").values_list("id", "name"))


def load_specs(
    workspace_id: int, publications: Iterable[tuple[UUID, int]]
) -> dict[tuple[UUID, int], dict[str, FormSpec]]:
    """Return the forms of publications by (page, version), superseded ones too."""
    wanted = set(publications)
    rows = Publication.objects.for_workspace(workspace_id).filter(
        page_id__in={page_id for page_id, _ in wanted}, version__in={v for _, v in wanted}
    )
    return {
        (page_id, version): {key: FormSpec.from_json(key, data) for key, data in forms.items()}
        for page_id, version, forms in rows.values_list("page_id", "version", "forms")
        if (page_id, version) in wanted
    }


def seller_of(workspace_id: int) -> Seller:
    """Return who sells in this workspace."""
    workspace = get_workspace(workspace_id)
    return Seller.from_settings(workspace.name, workspace.settings)


def terms_of(workspace_id: int) -> Terms:
    """Return the delivery terms pages must show before an order."""
    shipping = shipping_terms(workspace_id)
    return Terms(shipping.fee, shipping.free_from, bank_account(workspace_id) is not None)


def load_product_views(workspace_id: int, tree: PageTree) -> dict[str, ProductView]:
    """Return the products a page names that are on sale, by id."""
    ids: set[str] = set()
    for node, _ in walk(tree):
        if isinstance(node, ProductCard) and node.product_id:
            ids.add(node.product_id)
        elif isinstance(node, Checkout):
            ids.update(node.product_ids)
    if not ids:
        return {}
    products = load_products(workspace_id, [UUID(each) for each in ids])
    return {
        str(product.id): ProductView(
            id=product.id,
            name=product.name,
            price=product.price,
            compare_price=product.compare_price,
            description=product.description,
            image_key=product.image_key,
            in_stock=product.stock is None or product.stock > 0,
        )
        for product in products.values()
        if product.active
    }


def checkout_path(workspace_id: int) -> str | None:
    """Return the path of the page published last that takes orders."""
    rows = Page.objects.for_workspace(workspace_id).filter(deleted_at=None, state="published")
    found = rows.order_by("-published_at", "-id").values_list(
        "id", "published_version", "live_path"
    )
    live = {(id_, version): path for id_, version, path in found if version}
    specs = load_specs(workspace_id, live)
    return next(
        (
            path
            for key, path in live.items()
            if any(form.kind == "checkout" for form in specs.get(key, {}).values())
        ),
        None,
    )


def page_url(edge_url: str, workspace_slug: str, live_path: str) -> str:
    """Return the public address of a page: the shop's own host name on the edge."""
    parts = urlsplit(edge_url)
    return f"{parts.scheme}://{workspace_slug}.{parts.netloc}{live_path}"


def _submission(row: Submission) -> SubmissionInfo:
    return SubmissionInfo(
        id=row.id,
        page_id=row.page_id,
        form_id=row.form_id,
        customer_id=row.customer_id,
        values=row.values,
        consent=row.consent,
        utm=row.utm,
        at=row.at,
    )


def _submission_counts(
    workspace_id: int, page_ids: Sequence[UUID]
) -> dict[UUID, tuple[int, datetime]]:
    if not page_ids:
        return {}
    params = {"workspace_id": workspace_id, "page_ids": list(page_ids)}
    return {row[0]: (row[1], row[2]) for row in SQL.rows("count_submissions", params)}

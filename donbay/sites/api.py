"""HTTP routes of the sites room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.transaction import atomic
from django.http import HttpResponse
from ninja import Field, File, Schema, Status, UploadedFile

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now, get_workspace
from donbay.core.api import Page, WorkspaceRequest, read_cursor, room_router
from donbay.core.errors import NotFound, TooLarge
from donbay.core.media import MAX_BYTES, store_image
from donbay.kit.paging import clamp_limit, encode_cursor
from donbay.sites import actions, artwork, library, queries
from donbay.sites.tree import PageTree, Seo
from donbay.sites.types import PageDetail, PageInfo, PageProblem, RevisionInfo, SubmissionInfo

router = room_router("pages")


class PageOut(Schema):
    id: UUID
    name: str
    slug: str
    kind: str
    state: Literal["draft", "published"]
    version: int
    published_version: int | None
    changed_since_publish: bool
    url: str | None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    submissions: int
    last_submission_at: datetime | None


class PageProblemOut(Schema):
    code: str
    severity: Literal["error", "warning"]
    node_id: str
    vi: str
    en: str


class PageDetailOut(PageOut):
    tree: PageTree
    seo: Seo
    problems: list[PageProblemOut]


class PageCreateIn(Schema):
    template: str = Field(max_length=60)
    name: str = Field(default="", max_length=160)
    product_id: UUID | None = None


class PageSaveIn(Schema):
    name: str = Field(min_length=1, max_length=160)
    slug: str = Field(max_length=60)
    tree: PageTree
    seo: Seo = Seo()
    base_version: int
    overwrite: bool = False


class PagePreviewIn(Schema):
    tree: PageTree
    seo: Seo = Seo()
    editing: bool = True


class PagePreviewOut(Schema):
    html: str
    problems: list[PageProblemOut]


class TemplateOut(Schema):
    key: str
    kind: str
    vi: str
    en: str
    about_vi: str
    about_en: str
    tree: PageTree


class AssetOut(Schema):
    name: str
    src: str
    svg: str


class RevisionOut(Schema):
    number: int
    name: str
    saved_by: str
    saved_at: datetime
    published: bool


class SubmissionOut(Schema):
    id: UUID
    form_id: str
    customer_id: UUID | None
    values: dict[str, str]
    consent: bool
    utm: dict[str, str]
    at: datetime


class MediaOut(Schema):
    key: str
    src: str
    url: str
    width: int
    height: int


@router.get("/pages", response=Page[PageOut], operation_id="list_pages")
def list_pages(
    request: WorkspaceRequest, q: str = "", cursor: str | None = None, limit: int | None = None
) -> Mapping[str, Any]:
    """List pages, last changed first."""
    require(request.actor, "page.view")
    size = clamp_limit(limit)
    found = queries.list_pages(request.actor, search=q, after=_after(cursor), limit=size + 1)
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    next_cursor = encode_cursor(last.updated_at.isoformat(), str(last.id)) if last else None
    return {"items": [_page(request, info) for info in shown], "next_cursor": next_cursor}


@router.get("/page-templates", response=list[TemplateOut], operation_id="list_page_templates")
def list_page_templates(request: WorkspaceRequest) -> Any:
    """List the pages to start from."""
    require(request.actor, "page.view")
    return library.templates()


@router.get("/page-templates/{key}/preview", operation_id="preview_page_template")
def preview_page_template(request: WorkspaceRequest, key: str) -> HttpResponse:
    """Show a template as the document it makes, for a sandboxed frame."""
    require(request.actor, "page.view")
    return _framed(actions.preview_template(actor=request.actor, template=key))


@router.get("/page-assets", response=list[AssetOut], operation_id="list_page_assets")
def list_page_assets(request: WorkspaceRequest) -> list[dict[str, str]]:
    """List the drawings shipped with Donbay."""
    require(request.actor, "page.view")
    return [
        {"name": name, "src": f"asset:{name}", "svg": artwork.source(name)}
        for name in artwork.names()
    ]


@router.post("/pages", response={201: PageDetailOut}, operation_id="create_page")
def create_page(request: WorkspaceRequest, body: PageCreateIn) -> Status[Any]:
    """Create a draft from a template."""
    require(request.actor, "page.edit")
    with atomic(durable=True):
        info = actions.create_page(
            actor=request.actor,
            now=_now(request),
            template=body.template,
            name=body.name,
            product_id=body.product_id,
        )
        return Status(201, _detail(request, queries.get_page(request.actor, info.id)))


@router.get("/pages/{page_id}", response=PageDetailOut, operation_id="get_page")
def get_page(request: WorkspaceRequest, page_id: UUID) -> dict[str, Any]:
    """Return a page with its tree and its problems."""
    require(request.actor, "page.view")
    return _detail(request, queries.get_page(request.actor, page_id))


@router.put("/pages/{page_id}", response=PageDetailOut, operation_id="save_page")
def save_page(request: WorkspaceRequest, page_id: UUID, body: PageSaveIn) -> dict[str, Any]:
    """Save an edit; 409 when somebody else saved since `base_version`.

    `overwrite` says that this edit knowingly replaces what somebody else saved: that stays in the
    history as a version of its own.
    """
    require(request.actor, "page.edit")
    with atomic(durable=True):
        actions.save_page(
            actor=request.actor,
            now=_now(request),
            page_id=page_id,
            base_version=body.base_version,
            name=body.name,
            slug=body.slug,
            tree=body.tree,
            seo=body.seo,
            overwrite=body.overwrite,
        )
        return _detail(request, queries.get_page(request.actor, page_id))


@router.delete("/pages/{page_id}", response={204: None}, operation_id="delete_page")
def delete_page(request: WorkspaceRequest, page_id: UUID) -> Status[None]:
    """Delete a page; what visitors sent stays."""
    require(request.actor, "page.delete")
    with atomic(durable=True):
        actions.delete_page(actor=request.actor, now=_now(request), page_id=page_id)
    return Status(204, None)


@router.post("/pages/{page_id}/preview", response=PagePreviewOut, operation_id="preview_page")
def preview_page(request: WorkspaceRequest, page_id: UUID, body: PagePreviewIn) -> dict[str, Any]:
    """Render an unsaved tree for a sandboxed frame, with its problems."""
    require(request.actor, "page.view")
    detail = queries.get_page(request.actor, page_id)
    html = actions.preview_page(
        actor=request.actor,
        page=detail.info,
        tree=body.tree,
        seo=body.seo,
        media_url=_media_url(request),
        editing=body.editing,
    )
    problems = queries.page_problems(request.workspace_id, body.tree, body.seo)
    return {"html": html, "problems": _problems(problems)}


@router.post("/pages/{page_id}/publish", response=PageOut, operation_id="publish_page")
def publish_page(request: WorkspaceRequest, page_id: UUID) -> dict[str, Any]:
    """Publish a page; 422 with each thing that is missing."""
    require(request.actor, "page.publish")
    with atomic(durable=True):
        info = actions.publish_page(actor=request.actor, now=_now(request), page_id=page_id)
    return _page(request, info)


@router.post("/pages/{page_id}/unpublish", response=PageOut, operation_id="unpublish_page")
def unpublish_page(request: WorkspaceRequest, page_id: UUID) -> dict[str, Any]:
    """Take a page offline."""
    require(request.actor, "page.publish")
    with atomic(durable=True):
        info = actions.unpublish_page(actor=request.actor, now=_now(request), page_id=page_id)
    return _page(request, info)


@router.post("/pages/{page_id}/duplicate", response={201: PageOut}, operation_id="duplicate_page")
def duplicate_page(request: WorkspaceRequest, page_id: UUID) -> Status[Any]:
    """Copy a page into a new draft."""
    require(request.actor, "page.edit")
    with atomic(durable=True):
        info = actions.duplicate_page(actor=request.actor, now=_now(request), page_id=page_id)
    return Status(201, _page(request, info))


@router.get(
    "/pages/{page_id}/revisions", response=list[RevisionOut], operation_id="list_page_revisions"
)
def list_page_revisions(request: WorkspaceRequest, page_id: UUID) -> list[RevisionInfo]:
    """List earlier states of a page, newest first."""
    require(request.actor, "page.view")
    return queries.list_revisions(request.actor, page_id)


@router.post(
    "/pages/{page_id}/revisions/{number}/restore",
    response=PageDetailOut,
    operation_id="restore_page_revision",
)
def restore_page_revision(request: WorkspaceRequest, page_id: UUID, number: int) -> dict[str, Any]:
    """Bring back an earlier state as a new edit."""
    require(request.actor, "page.edit")
    with atomic(durable=True):
        actions.restore_revision(
            actor=request.actor, now=_now(request), page_id=page_id, number=number
        )
        return _detail(request, queries.get_page(request.actor, page_id))


@router.get(
    "/pages/{page_id}/submissions",
    response=Page[SubmissionOut],
    operation_id="list_page_submissions",
)
def list_page_submissions(
    request: WorkspaceRequest, page_id: UUID, cursor: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    """List what visitors answered, newest first."""
    require(request.actor, "page.view")
    size = clamp_limit(limit)
    found: list[SubmissionInfo] = queries.list_submissions(
        request.actor, page_id, after=_after(cursor), limit=size + 1
    )
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    next_cursor = encode_cursor(last.at.isoformat(), str(last.id)) if last else None
    return {"items": shown, "next_cursor": next_cursor}


@router.post("/media", response={201: MediaOut}, operation_id="upload_media")
def upload_media(request: WorkspaceRequest, file: File[UploadedFile]) -> Status[Any]:
    """Keep a picture for pages, products and e-mails."""
    require(request.actor, "page.edit")
    if file.size is not None and file.size > MAX_BYTES:
        raise TooLarge(limit_mb=MAX_BYTES // 1024 // 1024)
    image = store_image(Path(settings.MEDIA_ROOT), request.workspace_id, file.read())
    url = _media_url(request) + image.key
    return Status(
        201,
        {
            "key": image.key,
            "src": f"media:{image.key}",
            "url": url,
            "width": image.width,
            "height": image.height,
        },
    )


def _now(request: WorkspaceRequest) -> datetime:
    return business_now(request.workspace_id)


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    key = read_cursor(cursor, 2)
    if key is None:
        return None
    try:
        return datetime.fromisoformat(str(key[0])), UUID(str(key[1]))
    except ValueError as error:
        raise NotFound from error


def _media_url(request: WorkspaceRequest) -> str:
    return queries.page_url(
        settings.DONBAY_CONFIG.edge_url, get_workspace(request.workspace_id).slug, "/media/"
    )


def _page(request: WorkspaceRequest, info: PageInfo) -> dict[str, Any]:
    slug = get_workspace(request.workspace_id).slug
    edge = settings.DONBAY_CONFIG.edge_url
    url = queries.page_url(edge, slug, info.live_path) if info.live_path else None
    return {**{name: getattr(info, name) for name in info.__slots__}, "url": url}


def _detail(request: WorkspaceRequest, detail: PageDetail) -> dict[str, Any]:
    return {
        **_page(request, detail.info),
        "tree": detail.tree,
        "seo": detail.seo,
        "problems": _problems(detail.problems),
    }


def _problems(problems: tuple[PageProblem, ...]) -> list[dict[str, str]]:
    return [
        {
            "code": each.code,
            "severity": each.severity,
            "node_id": each.node_id,
            "vi": each.vi,
            "en": each.en,
        }
        for each in problems
    ]


def _framed(html: str) -> HttpResponse:
    response = HttpResponse(html)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response

"""HTTP of imports."""

from __future__ import annotations

from uuid import UUID

from django.db.transaction import atomic
from django.http import HttpResponse
from ninja import File, Status
from ninja.files import UploadedFile

from donbay.accounts.permissions import require
from donbay.accounts.queries import business_now
from donbay.core.api import Page, WorkspaceRequest, language_of, room_router, sheet_response
from donbay.core.errors import TooLarge
from donbay.customers import actions, queries
from donbay.customers.api.cursors import time_and_uuid
from donbay.customers.api.schemas import (
    ImportOut,
    ImportPreviewOut,
    ImportTargetOut,
    MappingIn,
    PreviewRowOut,
    RowProblemOut,
)
from donbay.customers.export import problem_sheet
from donbay.customers.jobs import take_upload
from donbay.customers.sheets.mapping import TARGETS
from donbay.customers.sheets.reader import MAX_BYTES
from donbay.customers.types import ImportOptions
from donbay.kit.paging import clamp_limit, encode_cursor

router = room_router("imports")


@router.post("/imports", response={201: ImportOut}, operation_id="upload_import")
def upload_import(
    request: WorkspaceRequest,
    file: File[UploadedFile],
) -> Status[ImportOut]:
    """Upload an .xlsx or .csv of customers and get its columns with a guess of their meaning."""
    require(request.actor, "import.edit")
    if (file.size or 0) > MAX_BYTES:
        raise TooLarge(limit_mb=MAX_BYTES // 1024 // 1024)
    now = business_now(request.actor.workspace_id)
    info = take_upload(request.actor, now, file.name or "", file.read())
    return Status(201, ImportOut.of(info))


@router.get("/imports", response=Page[ImportOut], operation_id="list_imports")
def list_imports(
    request: WorkspaceRequest, q: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[ImportOut]:
    """List imports, newest first; `q` looks in file names."""
    require(request.actor, "import.view")
    size, before = clamp_limit(limit), time_and_uuid(cursor)
    workspace_id = request.actor.workspace_id
    found = queries.list_imports(workspace_id, search=q, before=before, limit=size + 1)
    page, more = found[:size], len(found) > size
    last = encode_cursor(page[-1].created_at.isoformat(), str(page[-1].id)) if more else None
    return Page(items=[ImportOut.of(info) for info in page], next_cursor=last)


@router.get("/import-targets", response=list[ImportTargetOut], operation_id="list_import_targets")
def list_import_targets(request: WorkspaceRequest) -> list[ImportTargetOut]:
    """List the fields a column can be mapped to."""
    require(request.actor, "import.view")
    custom = queries.list_fields(request.actor.workspace_id)
    return [ImportTargetOut(key=t.key, vi=t.vi, en=t.en) for t in TARGETS] + [
        ImportTargetOut(key=f"fields.{field.key}", vi=field.label, en=field.label)
        for field in custom
    ]


@router.get("/imports/{import_id}", response=ImportOut, operation_id="get_import")
def get_import(request: WorkspaceRequest, import_id: UUID) -> ImportOut:
    """Return an import and how far it is."""
    require(request.actor, "import.view")
    return ImportOut.of(queries.get_import(request.actor.workspace_id, import_id))


@router.put("/imports/{import_id}/mapping", response=ImportPreviewOut, operation_id="map_import")
def map_import(request: WorkspaceRequest, import_id: UUID, body: MappingIn) -> ImportPreviewOut:
    """Say which column means what, and see the first rows as they would be taken in."""
    require(request.actor, "import.edit")
    workspace_id, language = request.actor.workspace_id, language_of(request)
    now = business_now(workspace_id)
    options = ImportOptions(body.overwrite, body.tag, body.consent_text, body.date_orders)
    with atomic(durable=True):
        info = actions.map_import(
            actor=request.actor,
            now=now,
            import_id=import_id,
            mapping=body.mapping,
            options=options,
        )
    rows = queries.preview_rows(workspace_id, import_id, now)
    return ImportPreviewOut(
        imported=ImportOut.of(info),
        rows=[PreviewRowOut.of(row) for row in rows],
        problems=[RowProblemOut.of(p, language) for row in rows for p in row.problems],
    )


@router.post("/imports/{import_id}/run", response={202: ImportOut}, operation_id="run_import")
def run_import(request: WorkspaceRequest, import_id: UUID) -> Status[ImportOut]:
    """Take the sheet in, in the background."""
    require(request.actor, "import.publish")
    with atomic(durable=True):
        now = business_now(request.actor.workspace_id)
        info = actions.run_import(actor=request.actor, now=now, import_id=import_id)
    return Status(202, ImportOut.of(info))


@router.get("/imports/{import_id}/errors.xlsx", operation_id="download_import_errors")
def download_import_errors(request: WorkspaceRequest, import_id: UUID) -> HttpResponse:
    """Download the rows that had a problem, each with what was wrong."""
    require(request.actor, "import.view")
    info = queries.get_import(request.actor.workspace_id, import_id)
    sheet = problem_sheet(request.actor.workspace_id, info, language_of(request))
    vietnamese = language_of(request) == "vi"
    return sheet_response(sheet, "dong-loi.xlsx" if vietnamese else "problem-rows.xlsx")

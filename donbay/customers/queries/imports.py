"""Reads of imports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from donbay.core.folding import matching
from donbay.customers.errors import ImportNotFound
from donbay.customers.models import Import, ImportRow
from donbay.customers.queries.fields import field_definitions
from donbay.customers.sheets.cleaning import Reading, clean_row
from donbay.customers.types import CleanRow, ImportInfo, ImportOptions, RowProblem

_BATCH = 1000


def get_import(workspace_id: int, import_id: UUID) -> ImportInfo:
    """Return an import and how far it is; raise ImportNotFound."""
    row = Import.objects.for_workspace(workspace_id).filter(id=import_id).first()
    if row is None:
        raise ImportNotFound
    return import_info(row)


def list_imports(
    workspace_id: int,
    *,
    search: str = "",
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[ImportInfo]:
    """Return imports, newest first, strictly before a (time, id) key."""
    rows = Import.objects.for_workspace(workspace_id).exclude(state="uploading")
    rows = matching(rows, search, "filename")
    if before is not None:
        rows = rows.filter(created_at__lte=before[0]).exclude(
            created_at=before[0], id__gte=before[1]
        )
    return [import_info(row) for row in rows.order_by("-created_at", "-id")[:limit]]


def preview_rows(
    workspace_id: int, import_id: UUID, now: datetime, *, limit: int = 50
) -> list[CleanRow]:
    """Return the first rows as they would be taken in with the mapping saved."""
    info = get_import(workspace_id, import_id)
    reading = reading_of(info, workspace_id, now)
    rows = ImportRow.objects.for_workspace(workspace_id).filter(import_id=import_id)
    return [clean_row(row.row, tuple(row.cells), reading) for row in rows.order_by("row")[:limit]]


def reading_of(info: ImportInfo, workspace_id: int, now: datetime) -> Reading:
    """Return how the rows of an import are read."""
    return Reading(
        columns=info.columns,
        mapping=info.mapping,
        definitions=field_definitions(workspace_id),
        today=now.date(),
        date_orders=info.options.date_orders,
    )


def stream_problem_rows(
    workspace_id: int, import_id: UUID
) -> Iterator[tuple[int, tuple[str, ...], tuple[RowProblem, ...]]]:
    """Give each row that had a problem: its number, its cells and the problems."""
    rows = ImportRow.objects.for_workspace(workspace_id).filter(import_id=import_id)
    last = 0
    while True:
        found = list(rows.filter(row__gt=last).exclude(problems=[]).order_by("row")[:_BATCH])
        for row in found:
            yield row.row, tuple(row.cells), tuple(RowProblem(**p) for p in row.problems)
        if len(found) < _BATCH:
            return
        last = found[-1].row


def import_info(row: Import) -> ImportInfo:
    """Return a row as the type that crosses the room's border."""
    return ImportInfo(
        id=row.id,
        filename=row.filename,
        state=row.state,  # type: ignore[arg-type]  # written from an ImportState only
        columns=tuple(row.columns),
        sample=tuple(tuple(cells) for cells in row.sample),
        suggested_mapping=row.suggested_mapping,
        mapping=row.mapping,
        options=ImportOptions(**row.options),
        total=row.total,
        processed=row.processed_count,
        created=row.created_count,
        updated=row.updated_count,
        unchanged=row.unchanged_count,
        problems=row.problem_count,
        failed=row.failed_count,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )

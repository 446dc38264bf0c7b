"""Take sheets in: keep the rows, then make people of them chunk by chunk."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core.notify import notify
from donbay.core.sqlfile import Sql
from donbay.core.types import Actor
from donbay.customers.actions.consents import record_consents
from donbay.customers.actions.people import upsert_people
from donbay.customers.actions.tags import add_tag, ensure_tag
from donbay.customers.errors import ImportNotFound, ImportNotReady
from donbay.customers.models import Import, ImportRow
from donbay.customers.queries.consents import consent_states
from donbay.customers.queries.fields import list_fields
from donbay.customers.queries.imports import import_info, reading_of
from donbay.customers.sheets.cleaning import Reading, clean_row
from donbay.customers.sheets.dates import detect_order
from donbay.customers.sheets.mapping import check_mapping, suggest_mapping
from donbay.customers.sheets.reader import Sheet, SheetRow
from donbay.customers.types import (
    CleanRow,
    ConsentInput,
    ImportInfo,
    ImportOptions,
    PersonInput,
    RowProblem,
    UpsertedPerson,
)
from donbay.log.actions import append
from donbay.log.types import NewEvent

SQL = Sql("donbay.customers")
WAKE_CHANNEL = "donbay_imports"
SAMPLE_ROWS = 5
UPLOAD_KEPT = timedelta(days=1)
_FORGOTTEN_AT_ONCE = 5  # a sheet may have 100,000 rows, and the transaction must stay short
log = logging.getLogger(__name__)


@atomic
def start_import(*, actor: Actor, now: datetime, filename: str, sheet: Sheet) -> UUID:
    """Note a sheet that is being uploaded; its rows follow in batches, then finish_upload."""
    columns = list(sheet.columns)
    orders = {
        column: detect_order(row.cells[index] for row in sheet.rows)
        for index, column in enumerate(columns)
    }
    options = ImportOptions(date_orders={c: o for c, o in orders.items() if o != "dmy"})
    row = Import.objects.insert(
        actor.workspace_id,
        filename=filename[:200],
        columns=columns,
        sample=[list(row.cells) for row in sheet.rows[:SAMPLE_ROWS]],
        suggested_mapping=suggest_mapping(columns, list_fields(actor.workspace_id)),
        options=asdict(options),
        total=len(sheet.rows),
        created_by=actor.name,
        created_at=now,
        updated_at=now,
    )
    return row.id


@atomic
def add_import_rows(*, actor: Actor, import_id: UUID, rows: Sequence[SheetRow]) -> None:
    """Keep a batch of rows of a sheet being uploaded."""
    ImportRow.objects.insert_many(
        [
            ImportRow(
                workspace_id=actor.workspace_id,
                import_id=import_id,
                row=row.number,
                cells=list(row.cells),
            )
            for row in rows
        ]
    )


@atomic
def finish_upload(*, actor: Actor, now: datetime, import_id: UUID) -> ImportInfo:
    """Say that every row of a sheet is kept."""
    row = _locked(actor.workspace_id, import_id, "uploading")
    row.state = "uploaded"
    row.updated_at = now
    row.save(update_fields=["state", "updated_at"])
    audit(
        actor=actor, now=now, action="import.upload", kind="import", item_id=import_id,
        name=row.filename, data={"rows": row.total},
    )  # fmt: skip
    return import_info(row)


@atomic
def forget_interrupted_uploads(*, now: datetime) -> int:
    """Delete a few sheets whose upload broke off a day ago; return how many, 0 when none is left.

    In every workspace, by real time. Nobody was ever shown them; their rows go along by the key.
    """
    params = {"started_before": now - UPLOAD_KEPT, "limit": _FORGOTTEN_AT_ONCE}
    return SQL.execute("forget_interrupted_uploads", params)


@atomic
def map_import(
    *,
    actor: Actor,
    now: datetime,
    import_id: UUID,
    mapping: Mapping[str, str],
    options: ImportOptions,
) -> ImportInfo:
    """Save which column means what, checked against the sheet and the fields there are."""
    row = _locked(actor.workspace_id, import_id, "uploaded", "mapped")
    row.mapping = check_mapping(row.columns, mapping, list_fields(actor.workspace_id))
    kept = import_info(row).options.date_orders
    row.options = asdict(replace(options, date_orders={**kept, **options.date_orders}))
    row.state = "mapped"
    row.updated_at = now
    row.save(update_fields=["mapping", "options", "state", "updated_at"])
    return import_info(row)


@atomic
def run_import(*, actor: Actor, now: datetime, import_id: UUID) -> ImportInfo:
    """Hand a mapped import to the worker."""
    row = _locked(actor.workspace_id, import_id, "mapped")
    row.state = "running"
    row.updated_at = now
    row.save(update_fields=["state", "updated_at"])
    notify(WAKE_CHANNEL)
    audit(
        actor=actor, now=now, action="import.run", kind="import", item_id=import_id,
        name=row.filename,
    )  # fmt: skip
    return import_info(row)


@dataclass(frozen=True, slots=True)
class ClaimedImport:
    """A running import, locked by this transaction."""

    workspace_id: int
    import_id: UUID
    created_by: str


def claim_import() -> ClaimedImport | None:
    """Lock the running import that has waited longest, or return None."""
    for row in SQL.rows("claim_import"):
        return ClaimedImport(*row)
    return None


@atomic
def import_chunk(claimed: ClaimedImport, *, now: datetime, real_now: datetime, size: int) -> int:
    """Take in the next rows of a claimed import and return how many; finish it after the last.

    When the chunk fails as a whole, its rows are taken one by one and those that fail are
    marked, so that one row never stops an import.
    """
    actor = Actor.system(claimed.workspace_id, claimed.created_by)
    row = Import.objects.for_workspace(claimed.workspace_id).get(id=claimed.import_id)
    info = import_info(row)
    reading = reading_of(info, claimed.workspace_id, now)
    cleaned = _next_rows(row, reading, size)
    results = _take_in_safely(actor, now, info, cleaned)
    _settle(row, cleaned, results)
    row.served_at = real_now
    if len(cleaned) < size:
        row.state = "done"
        row.finished_at = now
        event = {"total": row.total, "created": row.created_count, "failed": row.failed_count}
        append([NewEvent(row.workspace_id, "import.finished", now, None, row.id, event)])
    row.updated_at = now
    row.save()
    return len(cleaned)


def _locked(workspace_id: int, import_id: UUID, *states: str) -> Import:
    rows = Import.objects.for_workspace(workspace_id).select_for_update().filter(id=import_id)
    row = rows.first()
    if row is None:
        raise ImportNotFound
    if row.state not in states:
        raise ImportNotReady(state=row.state)
    return row


def _next_rows(row: Import, reading: Reading, size: int) -> list[CleanRow]:
    rows = ImportRow.objects.for_workspace(row.workspace_id).filter(
        import_id=row.id, row__gt=row.last_row
    )
    pairs = rows.order_by("row").values_list("row", "cells")[:size]
    return [clean_row(number, tuple(cells), reading) for number, cells in pairs]


_Result = tuple[CleanRow, UpsertedPerson | None, tuple[RowProblem, ...]]


def _take_in_safely(
    actor: Actor, now: datetime, info: ImportInfo, rows: Sequence[CleanRow]
) -> list[_Result]:
    usable = [row for row in rows if row.usable]
    try:
        with atomic():
            return _take_in(actor, now, info, usable)
    except Exception as failure:  # whatever one row does, the others go on
        log.warning("import %s: a chunk failed, rows go one by one", info.id, exc_info=failure)
    results: list[_Result] = []
    for row in usable:
        try:
            with atomic():
                results += _take_in(actor, now, info, [row])
        except Exception as failure:  # kept as this row's problem
            log.warning("import %s: row %s failed", info.id, row.row, exc_info=failure)
            results.append((row, None, (RowProblem(row.row, "", "", "row_failed", fatal=True),)))
    return results


def _take_in(
    actor: Actor, now: datetime, info: ImportInfo, rows: Sequence[CleanRow]
) -> list[_Result]:
    people = [_with_source(row.person, info) for row in rows]
    made = upsert_people(actor=actor, now=now, people=people, overwrite=info.options.overwrite)
    _tag(actor, now, info.options.tag, rows, made)
    if info.options.consent_text:
        _consent(actor, now, info, made)
    return [(row, person, _conflicts(row, person)) for row, person in zip(rows, made, strict=True)]


def _with_source(person: PersonInput, info: ImportInfo) -> PersonInput:
    source = {"utm_source": "import", **person.source, "import_id": str(info.id)}
    return replace(person, source=source)


def _tag(
    actor: Actor,
    now: datetime,
    everybody: str,
    rows: Sequence[CleanRow],
    made: Sequence[UpsertedPerson],
) -> None:
    by_name: dict[str, set[UUID]] = {}
    for row, person in zip(rows, made, strict=True):
        for name in (*row.tags, *([everybody] if everybody else [])):
            by_name.setdefault(name, set()).add(person.customer_id)
    for name in sorted(by_name):
        tag = ensure_tag(actor=actor, now=now, name=name)
        add_tag(actor=actor, now=now, tag_id=tag.id, customer_ids=sorted(by_name[name]))


def _consent(actor: Actor, now: datetime, info: ImportInfo, made: Sequence[UpsertedPerson]) -> None:
    evidence = {"import_id": str(info.id), "filename": info.filename}
    unique = dict.fromkeys(person.customer_id for person in made)
    states = _withdrawn(actor.workspace_id, list(unique))
    record_consents(
        actor=actor,
        now=now,
        consents=[
            ConsentInput(
                customer_id=customer_id,
                purpose="advertising",
                channel="any",
                granted=True,
                method="import",
                text=info.options.consent_text,
                evidence=evidence,
            )
            for customer_id in unique
            if customer_id not in states
        ],
    )


def _withdrawn(workspace_id: int, ids: list[UUID]) -> set[UUID]:
    """Return those who said no before: an old list must not turn their no into a yes."""
    states = consent_states(workspace_id, ids)
    return {
        customer_id
        for (customer_id, purpose, _), granted in states.items()
        if purpose == "advertising" and not granted
    }


def _conflicts(row: CleanRow, person: UpsertedPerson) -> tuple[RowProblem, ...]:
    return (RowProblem(row.row, "", "", "other_owner"),) if person.conflicts else ()


def _settle(row: Import, cleaned: Sequence[CleanRow], results: Sequence[_Result]) -> None:
    made = {clean.row: (person, extra) for clean, person, extra in results}
    noted: list[dict[str, Any]] = []
    for clean in cleaned:
        person, extra = made.get(clean.row, (None, ()))
        problems = [*clean.problems, *extra]
        noted.append(
            {
                "row": clean.row,
                "customer_id": person.customer_id if person else None,
                "failed": person is None,
                "problems": [asdict(problem) for problem in problems],
            }
        )
        row.failed_count += person is None
        row.created_count += person is not None and person.created
        row.updated_count += person is not None and person.changed and not person.created
        row.unchanged_count += person is not None and not person.changed
        row.problem_count += sum(not problem.fatal for problem in problems)
    row.processed_count += len(cleaned)
    row.last_row = cleaned[-1].row if cleaned else row.last_row
    _write_rows(row, noted)


def _write_rows(row: Import, noted: Sequence[Mapping[str, Any]]) -> None:
    if noted:
        SQL.execute(
            "settle_import_rows",
            {
                "workspace_id": row.workspace_id,
                "import_id": row.id,
                "rows": [note["row"] for note in noted],
                "customer_ids": [note["customer_id"] for note in noted],
                "failed": [note["failed"] for note in noted],
                "problems": [json.dumps(note["problems"], ensure_ascii=False) for note in noted],
            },
        )

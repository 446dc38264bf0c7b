"""Background work of the customers room."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.transaction import atomic

from donbay.accounts.queries import business_now
from donbay.core.types import Actor
from donbay.customers.actions.imports import (
    WAKE_CHANNEL,
    add_import_rows,
    claim_import,
    finish_upload,
    forget_interrupted_uploads,
    import_chunk,
    start_import,
)
from donbay.customers.sheets.reader import read_sheet
from donbay.customers.types import ImportInfo
from donbay.kit.clock import utcnow

__all__ = ["WAKE_CHANNEL", "run_import_chunk", "run_upload_purge", "take_upload"]

CHUNK = 250
_UPLOAD_BATCH = 2000


def run_import_chunk() -> int:
    """Take in one chunk of the running import that waited longest.

    The chunk, its counts and its place commit together: a crash repeats it as if it had never
    run. Transactions stay short because an open one holds back every reader of the log.
    """
    with atomic(durable=True):
        claimed = claim_import()
        if claimed is None:
            return 0
        now = business_now(claimed.workspace_id)
        return max(import_chunk(claimed, now=now, real_now=utcnow(), size=CHUNK), 1)


def run_upload_purge() -> int:
    """Delete a few uploads that broke off."""
    with atomic(durable=True):
        return forget_interrupted_uploads(now=utcnow())


def take_upload(actor: Actor, now: datetime, filename: str, data: bytes) -> ImportInfo:
    """Read a sheet and keep its rows in short transactions; half an upload is never shown."""
    sheet = read_sheet(filename, data)
    with atomic(durable=True):
        import_id: UUID = start_import(actor=actor, now=now, filename=filename, sheet=sheet)
    for start in range(0, len(sheet.rows), _UPLOAD_BATCH):
        with atomic(durable=True):
            batch = sheet.rows[start : start + _UPLOAD_BATCH]
            add_import_rows(actor=actor, import_id=import_id, rows=batch)
    with atomic(durable=True):
        return finish_upload(actor=actor, now=now, import_id=import_id)

"""Reads of custom fields."""

from __future__ import annotations

from donbay.customers.models import FieldDefinition
from donbay.customers.types import FieldDef
from donbay.kit.text import sort_key


def list_fields(workspace_id: int, *, archived: bool = False) -> list[FieldDef]:
    """Return the custom fields by label; those put away only when asked for."""
    rows = FieldDefinition.objects.for_workspace(workspace_id)
    if not archived:
        rows = rows.filter(archived_at=None)
    return [field_of(row) for row in sorted(rows, key=lambda row: (sort_key(row.label), row.key))]


def field_definitions(workspace_id: int) -> dict[str, FieldDef]:
    """Return every custom field by key, those put away too: their values stay readable."""
    return {field.key: field for field in list_fields(workspace_id, archived=True)}


def field_of(row: FieldDefinition) -> FieldDef:
    """Return a row as the type that crosses the room's border."""
    return FieldDef(
        key=row.key,
        label=row.label,
        kind=row.kind,  # type: ignore[arg-type]  # written from a FieldKind only
        options=tuple(row.options),
        archived=row.archived_at is not None,
    )

"""Reads of custom fields."""

from __future__ import annotations

from donbay.customers.models import FieldDefinition
from donbay.customers.types import FieldDef


def list_fields(workspace_id: int) -> list[FieldDef]:
    """Return the custom fields by label."""
    rows = FieldDefinition.objects.for_workspace(workspace_id).order_by("label", "key")
    return [
        FieldDef(
            key=row.key,
            label=row.label,
            kind=row.kind,  # type: ignore[arg-type]  # written from a FieldKind only
            options=tuple(row.options),
        )
        for row in rows
    ]


def field_definitions(workspace_id: int) -> dict[str, FieldDef]:
    """Return the custom fields by key."""
    return {definition.key: definition for definition in list_fields(workspace_id)}

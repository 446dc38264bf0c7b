"""Write custom fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.transaction import atomic

from donbay.accounts.actions import audit, changes
from donbay.core.types import Actor
from donbay.core.unique import unless_taken
from donbay.customers.errors import (
    FieldKeyInvalid,
    FieldKeyTaken,
    FieldNeedsOptions,
    FieldNotFound,
)
from donbay.customers.models import FieldDefinition
from donbay.customers.queries.fields import field_of
from donbay.customers.types import FieldDef
from donbay.kit import text

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@atomic
def define_field(*, actor: Actor, now: datetime, definition: FieldDef) -> FieldDef:
    """Add a custom field; its key can never be changed."""
    label = text.clean(definition.label)[:100] or definition.key
    options = _options(definition.options)
    if not _KEY.fullmatch(definition.key):
        raise FieldKeyInvalid(key=definition.key)
    if definition.kind == "choice" and not options:
        raise FieldNeedsOptions
    with unless_taken({"customers_field_def_uq": FieldKeyTaken(key=definition.key)}):
        FieldDefinition.objects.insert(
            actor.workspace_id,
            key=definition.key,
            label=label,
            kind=definition.kind,
            options=list(options),
            created_at=now,
            updated_at=now,
        )
    audit(
        actor=actor, now=now, action="customer_field.create", kind="customer_field",
        item_id=definition.key, name=label,
    )  # fmt: skip
    return FieldDef(key=definition.key, label=label, kind=definition.kind, options=options)


@atomic
def change_field(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    label: str | None = None,
    options: Iterable[str] | None = None,
    archived: bool | None = None,
) -> FieldDef:
    """Rename a custom field, set its choices, put it away or take it back; raise FieldNotFound.

    Key and kind stay: values, e-mails and conditions rest on them. A field put away is no longer
    offered anywhere; what customers have in it is kept.
    """
    rows = FieldDefinition.objects.for_workspace(actor.workspace_id)
    row = rows.select_for_update().filter(key=key).first()
    if row is None:
        raise FieldNotFound
    before = {"label": row.label, "archived": row.archived_at is not None}
    if label is not None:
        row.label = text.clean(label)[:100] or row.label
    if options is not None and row.kind == "choice":
        row.options = list(_options(options))
        if not row.options:
            raise FieldNeedsOptions
    if archived is not None and archived != (row.archived_at is not None):
        row.archived_at = now if archived else None
    row.updated_at = now
    row.save(update_fields=["label", "options", "archived_at", "updated_at"])
    after = {"label": row.label, "archived": row.archived_at is not None}
    audit(
        actor=actor, now=now, action="customer_field.update", kind="customer_field", item_id=key,
        name=row.label, data=changes(before, after),
    )  # fmt: skip
    return field_of(row)


def _options(given: Iterable[str]) -> tuple[str, ...]:
    """Return the choices cleaned, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, (text.clean(option) for option in given))))

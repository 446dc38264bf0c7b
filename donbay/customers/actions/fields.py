"""Write custom fields."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError
from django.db.transaction import atomic

from donbay.accounts.actions import audit
from donbay.core.types import Actor
from donbay.customers.errors import FieldKeyInvalid, FieldKeyTaken, FieldNeedsOptions
from donbay.customers.models import FieldDefinition
from donbay.customers.types import FieldDef
from donbay.kit import text

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@atomic
def define_field(*, actor: Actor, now: datetime, definition: FieldDef) -> FieldDef:
    """Add a custom field; its key can never be changed."""
    label = text.clean(definition.label)[:100] or definition.key
    options = tuple(filter(None, (text.clean(option) for option in definition.options)))
    if not _KEY.fullmatch(definition.key):
        raise FieldKeyInvalid(key=definition.key)
    if definition.kind == "choice" and not options:
        raise FieldNeedsOptions
    try:
        with atomic():
            FieldDefinition.objects.insert(
                actor.workspace_id,
                key=definition.key,
                label=label,
                kind=definition.kind,
                options=list(options),
                created_at=now,
                updated_at=now,
            )
    except IntegrityError as error:
        raise FieldKeyTaken(key=definition.key) from error
    audit(
        actor=actor, now=now, action="customer_field.create", kind="customer_field",
        item_id=definition.key,
    )  # fmt: skip
    return FieldDef(key=definition.key, label=label, kind=definition.kind, options=options)

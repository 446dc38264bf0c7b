"""Orders whose phone was written without its 0 or +84 are found by the usual writing too."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# As searched_digits() of kit.phone does for orders placed from now on.
_ADD_DIGITS = r"""
UPDATE commerce_order
SET search_text = search_text || ' 0' || regexp_replace(
        regexp_replace(contact ->> 'phone', '\D', '', 'g'), '^84', '')
WHERE regexp_replace(contact ->> 'phone', '\D', '', 'g') ~ '^(84)?[35789]\d{8}$'
"""


class Migration(migrations.Migration):
    """Adds a word to what is searched; nothing to take back."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("commerce", "0004_phones_in_search")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(_ADD_DIGITS, migrations.RunSQL.noop)
    ]

"""Orders are found by the phone's digits, however it was written."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# The same as typed_digits() of kit.phone, for orders placed before it was kept.
_ADD_DIGITS = r"""
UPDATE commerce_order
SET search_text = search_text || ' ' || regexp_replace(
        regexp_replace(contact ->> 'phone', '^\s*(\+|00)84', '0'), '\D', '', 'g')
WHERE contact ->> 'phone' ~ '\d'
"""


class Migration(migrations.Migration):
    """Adds a word to what is searched; nothing to take back."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("commerce", "0003_product_order")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(_ADD_DIGITS, migrations.RunSQL.noop)
    ]

"""Customers are found by the words of their names, whatever signs stand around them."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# As search_text() does from now on; signs of an e-mail address stay.
_PART_WORDS = r"""
UPDATE customers_customer AS customer
SET search_text = concat_ws(' ', search_text, (
    SELECT string_agg(word, ' ' ORDER BY place, inner_place)
    FROM regexp_split_to_table(customer.search_text, ' ') WITH ORDINALITY AS part (whole, place),
        regexp_split_to_table(whole, '\W+') WITH ORDINALITY AS word (word, inner_place)
    WHERE word <> '' AND strpos(whole, '@') = 0 AND whole ~ '\W'
))
WHERE search_text ~ '(^| )[^ @]*[^\w @][^ @]*( |$)'
"""


class Migration(migrations.Migration):
    """Writes a column anew that is made from others; nothing to take back."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("customers", "0003_identity_view")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(_PART_WORDS, migrations.RunSQL.noop)
    ]

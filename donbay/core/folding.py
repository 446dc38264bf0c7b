"""Search without accents in columns that keep no search text of their own."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Func, Q, QuerySet, TextField
from django.db.models import Model as AnyModel

from donbay.kit.text import fold

M = TypeVar("M", bound=AnyModel)


class Folded(Func):
    """A text column in the form that `fold` gives: lower case, no accents, đ → d.

    The database has no unaccent here. For lists of hundreds of rows only: no index serves it.
    """

    template = (
        "replace(regexp_replace(normalize(lower(%(expressions)s), NFD),"
        " '[\\u0300-\\u036f]', '', 'g'), 'đ', 'd')"
    )
    output_field = TextField()


def matching(rows: QuerySet[M], search: str, *columns: str) -> QuerySet[M]:
    """Narrow rows to those with the words looked for in one of the text columns."""
    wanted = fold(search)
    if not wanted:
        return rows
    found = Q()
    for column in columns:
        rows = rows.alias(**{f"folded_{column}": Folded(column)})
        found |= Q(**{f"folded_{column}__contains": wanted})
    return rows.filter(found)

"""What happens when two give the same thing the same name at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TypeVar

import psycopg
from django.db import IntegrityError
from django.db.transaction import atomic

from donbay.core.errors import DomainError

T = TypeVar("T")
_TRIES = 50


@contextmanager
def unless_taken(refusals: Mapping[str, DomainError]) -> Iterator[None]:
    """Write, and raise the refusal of the unique constraint that does not let it.

    A look beforehand does not see what is not committed yet. The write stands in a savepoint, so
    whoever catches the refusal goes on in the same transaction, and sees the row that was faster.
    """
    try:
        with atomic():
            yield
    except IntegrityError as error:
        refusal = refusals.get(_constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error


def until_free(attempt: Callable[[], T], refusal: type[DomainError]) -> T:
    """Return what an attempt does under a free name, made anew while others take the name first.

    `attempt` chooses a name each time. Raises the refusal where that never ends.
    """
    for _ in range(_TRIES - 1):
        with suppress(refusal):
            return attempt()
    return attempt()


def _constraint_of(error: IntegrityError) -> str:
    cause = error.__cause__
    return (isinstance(cause, psycopg.Error) and cause.diag.constraint_name) or ""

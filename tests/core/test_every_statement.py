"""Every statement kept in a file is planned against the migrated schema."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

import donbay
from donbay.kit.clock import utcnow

_HOUSE = Path(donbay.__file__).parent
_FILES = sorted(_HOUSE.glob("**/sql/*.sql"))
_PARAMETER = re.compile(r"%\((\w+)\)s")


def _plan(text: str) -> None:
    """Have the database parse, type and plan a statement.

    NULL stands for each parameter but instants: of `NULL + interval` it would make an interval.
    """
    instants = {"now": utcnow(), "real_now": utcnow()}
    with connection.cursor() as cursor:
        params = {name: instants.get(name) for name in _PARAMETER.findall(text)}
        cursor.execute("EXPLAIN " + text, params)


@pytest.mark.django_db
@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_HOUSE)))
def test_a_statement_fits_the_schema(path: Path) -> None:
    _plan(path.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_a_column_that_is_gone_is_noticed() -> None:
    with pytest.raises(ProgrammingError, match="gone"):
        _plan("SELECT gone FROM customers_customer WHERE workspace_id = %(workspace_id)s")


def test_the_statements_are_found() -> None:
    rooms = {path.parent.parent.name for path in _FILES}

    assert {"commerce", "customers", "edge", "flows", "intake", "log", "messaging"} <= rooms

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
# A shop named in a condition, as one of the columns given in pairs, or in what is inserted.
_OF_A_SHOP = re.compile(
    r"%\(workspace_ids?\)s|workspace_id = \w+\.workspace_id"
    r"|INSERT INTO [^(]*\([^)]*\bworkspace_id\b"
)
# Written by hand on purpose: what may touch rows of any shop, and why.
_ACROSS_SHOPS = {
    # Whose turn it is, and housekeeping by time alone.
    "customers/sql/claim_import.sql", "intake/sql/claim_captures.sql",
    "intake/sql/purge_captures.sql", "log/sql/lags.sql",
    "messaging/sql/promote_deferred.sql",
    # The log is read by one cursor for all shops; its readers part them.
    "log/sql/end_of_log.sql", "log/sql/lock_cursor.sql", "log/sql/move_cursor.sql",
    "log/sql/note_failure.sql", "log/sql/read_after.sql",
    # What one worker holds, by its own id.
    "messaging/sql/held_by.sql", "messaging/sql/list_lost.sql",
    # Rows that this very transaction has locked by their shop.
    "automation/flows/sql/move_runs.sql", "messaging/sql/mark_gated.sql",
    # The keys of the installation, in whatever shop they were used.
    "messaging/sql/forget_lost_keys.sql", "messaging/sql/lost_keys.sql",
    # The edge's own list of all shops and of their live pages.
    "edge/sql/live_pages.sql", "edge/sql/pages.sql", "edge/sql/shops.sql",
}  # fmt: skip


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


def test_a_statement_names_its_shop_or_is_known_to_be_about_all() -> None:
    across = {
        str(path.relative_to(_HOUSE))
        for path in _FILES
        if not _OF_A_SHOP.search(re.sub("--.*", "", path.read_text(encoding="utf-8")))
    }

    assert across == _ACROSS_SHOPS


@pytest.mark.django_db
def test_a_column_that_is_gone_is_noticed() -> None:
    with pytest.raises(ProgrammingError, match="gone"):
        _plan("SELECT gone FROM customers_customer WHERE workspace_id = %(workspace_id)s")


def test_the_statements_are_found() -> None:
    rooms = {path.parent.parent.name for path in _FILES}

    assert {"commerce", "customers", "edge", "flows", "intake", "log", "messaging"} <= rooms

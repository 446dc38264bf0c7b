"""Flows: 200,000 customers through wait → condition → tag → branch.

Run: python -m bench.flows [--size 200000]

Prints one JSON object a line. The peer is SQL written by hand for this one flow: one statement a
transaction of 2,000 runs that locks them, asks the conditions, and writes the same rows (tags,
four logged steps a run, the run, two events a run), in the same database and the same run. Both
sides work in turns, each on a shop of that size, so that noise of the machine falls on both.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

LIMIT_PER_SECOND, LIMIT_RATIO = 15_000, 0.50
BATCH = 2_000
STEPS_A_RUN = 4

CUSTOMERS = """
INSERT INTO customers_customer (
    id, workspace_id, created_at, updated_at, full_name, given_name, family_name, gender, email,
    phone, address, province_code, note, fields, source, search_text, sort_key
)
SELECT uuidv7(), %(workspace_id)s, %(now)s, %(now)s, 'Khách ' || n, 'Khách', '', '',
    CASE WHEN n %% 2 = 0 THEN 'k' || n || '@bench.example' END, NULL, '', '', '', '{}', '{}',
    'khach ' || n, 'khach ' || n
FROM generate_series(1, %(size)s) AS n
RETURNING id
"""
PEER_PLAN = """
WITH due AS (
    SELECT r.id FROM automation_run AS r
    WHERE r.workspace_id = %(workspace_id)s AND r.state = 'active' AND r.due_at <= %(now)s
    ORDER BY r.due_at, r.id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
UPDATE automation_run AS r SET due_at = r.arrived_at + interval '1 day'
FROM due WHERE r.id = due.id
"""
PEER_WALK = """
WITH era AS MATERIALIZED (
    SELECT log_current_epoch() AS epoch
), due AS (
    SELECT r.id, r.version_id, r.customer_id, r.flow_id
    FROM automation_run AS r
    WHERE r.workspace_id = %(workspace_id)s AND r.state = 'active' AND r.due_at <= %(now)s
    ORDER BY r.due_at, r.id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), asked AS (
    SELECT due.*, coalesce((
        SELECT c.email <> '' FROM customers_v_customer AS c
        WHERE c.workspace_id = %(workspace_id)s AND c.id = due.customer_id LIMIT 1
    ), false) AS yes
    FROM due
), tagged AS (
    INSERT INTO customers_customer_tag (workspace_id, customer_id, tag_id, created_at)
    SELECT %(workspace_id)s, customer_id,
           CASE WHEN yes THEN %(with_mail)s::uuid ELSE %(without)s::uuid END, %(now)s
    FROM asked ORDER BY customer_id
    ON CONFLICT (workspace_id, customer_id, tag_id) DO NOTHING
    RETURNING customer_id, tag_id
), tag_events AS (
    INSERT INTO log_event (epoch, workspace_id, kind, occurred_at, customer_id, subject_id, data)
    SELECT era.epoch, %(workspace_id)s, 'customer.tagged', %(now)s, customer_id, tag_id,
           jsonb_build_object('tag_id', tag_id)
    FROM era, tagged
), end_events AS (
    INSERT INTO log_event (epoch, workspace_id, kind, occurred_at, customer_id, subject_id, data)
    SELECT era.epoch, %(workspace_id)s, 'flow.finished', %(now)s, customer_id, flow_id,
           jsonb_build_object('run_id', id)
    FROM era, asked
), steps AS (
    INSERT INTO automation_run_step (
        run_id, number, workspace_id, version_id, node_id, outlet, reason, at
    )
    SELECT asked.id, s.number, %(workspace_id)s, asked.version_id, s.node_id, s.outlet, '', %(now)s
    FROM asked CROSS JOIN LATERAL (VALUES
        (1, 'wait', 'next'),
        (2, 'mail', CASE WHEN yes THEN 'yes' ELSE 'no' END),
        (3, CASE WHEN yes THEN 'with_mail' ELSE 'without' END, 'next'),
        (4, 'branch', CASE WHEN yes THEN 'yes' ELSE 'no' END)
    ) AS s (number, node_id, outlet)
)
UPDATE automation_run AS r
SET state = 'done', node_id = 'branch', steps = 4, due_at = %(now)s, arrived_at = %(now)s,
    finished_at = %(now)s
FROM asked WHERE r.id = asked.id
"""


_COUNTS = (
    """SELECT state, steps, node_id, count(*) FROM automation_run
    WHERE workspace_id = %(workspace_id)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
    """SELECT number, node_id, outlet, count(*) FROM automation_run_step
    WHERE workspace_id = %(workspace_id)s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
    """SELECT kind, count(*) FROM log_event
    WHERE workspace_id = %(workspace_id)s GROUP BY 1 ORDER BY 1""",
    "SELECT count(*) FROM customers_customer_tag WHERE workspace_id = %(workspace_id)s",
)


def say(**figures: object) -> None:
    """Print one result."""
    print(json.dumps(figures, ensure_ascii=False), flush=True)


@contextmanager
def own_postgres() -> Iterator[None]:
    """Run a durable PostgreSQL of this run alone, migrated, with Django loaded on it."""
    from donbay.core.postgres import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="donbay-bench-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder)
    try:
        os.environ["DATABASE_URL"] = server.start()
        os.environ["DONBAY_DATA_DIR"] = str(folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "donbay.app.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Side:
    """A shop with its share of customers, all standing before the same flow."""

    workspace_id: int
    now: datetime
    with_mail: str
    without: str
    size: int


def execute(statement: str, params: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows, if it has any."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall()) if cursor.description else [(cursor.rowcount,)]


def graph(with_mail: str, without: str) -> dict[str, Any]:
    """Return wait → has an e-mail? → tag → which tag?"""

    def ask(facet: str, operator: str, value: str | None) -> dict[str, Any]:
        item = {"facet": facet, "operator": operator, "value": value}
        return {"tree": {"version": 1, "op": "all", "items": [item]}}

    nodes = [
        ("start", "trigger.customer_created", {}),
        ("wait", "wait", {"mode": "interval", "amount": 1, "unit": "days"}),
        ("mail", "condition", ask("customer.email", "present", None)),
        ("with_mail", "add_tag", {"tag_id": with_mail}),
        ("without", "add_tag", {"tag_id": without}),
        ("branch", "condition", ask("customer.tag", "has", with_mail)),
    ]
    ways = [
        ("start", "next", "wait"), ("wait", "next", "mail"), ("mail", "yes", "with_mail"),
        ("mail", "no", "without"), ("with_mail", "next", "branch"), ("without", "next", "branch"),
    ]  # fmt: skip
    return {
        "version": 1,
        "nodes": [{"id": id_, "kind": kind, "config": config} for id_, kind, config in nodes],
        "edges": [{"from": a, "outlet": outlet, "to": b} for a, outlet, b in ways],
    }


def prepare(slug: str, size: int) -> Side:
    """Make a shop with customers and let them all into the flow; say how fast that went."""
    from django.db import transaction

    from donbay.accounts.actions import create_workspace
    from donbay.automation.flows import actions
    from donbay.automation.flows.reactor import react
    from donbay.core.registry import Event
    from donbay.core.types import Actor
    from donbay.customers.actions import ensure_tag
    from donbay.kit.clock import utcnow

    now = utcnow()
    shop = create_workspace(slug=slug, name=slug, now=now, is_demo=True, settings={})
    actor = Actor.system(shop)
    tags = [str(ensure_tag(actor=actor, now=now, name=name).id) for name in ("Có mail", "Không")]
    flow_id = actions.create_flow(actor=actor, now=now, name="Bench", graph=graph(*tags))
    actions.publish_flow(actor=actor, now=now, flow_id=flow_id)
    rows = execute(CUSTOMERS, {"workspace_id": shop, "now": now, "size": size})
    ids: list[UUID] = [row[0] for row in rows]
    started = time.perf_counter()
    for start in range(0, size, BATCH):
        events = [
            Event(n, shop, "customer.created", now, id_, None)
            for n, id_ in enumerate(ids[start : start + BATCH], start + 1)
        ]
        with transaction.atomic(durable=True):
            react(events)
    rate = size / (time.perf_counter() - started)
    say(name="flows.entry", figure=round(rate), unit="runs/s", size=size)
    return Side(shop, now, tags[0], tags[1], size)


def engine(side: Side, now: datetime, most: int) -> int:
    """Move up to so many runs by the engine."""
    from donbay.automation.flows.engine.walk import run_lane

    moved = 0
    while moved < most and (count := run_lane(side.workspace_id, now)):
        moved += count
    return moved


def by_hand(side: Side, now: datetime, most: int, statement: str) -> int:
    """Move up to so many runs by one statement."""
    from django.db import transaction

    params = {
        "workspace_id": side.workspace_id, "now": now, "batch": BATCH,
        "with_mail": side.with_mail, "without": side.without,
    }  # fmt: skip
    moved = 0
    while moved < most:
        with transaction.atomic(durable=True):
            ((count,),) = execute(statement, params)
        if not count:
            break
        moved += count
    return moved


def in_turns(ours: Side, theirs: Side, now: datetime, peer: str) -> tuple[float, float]:
    """Move both sides' runs ten batches at a time; return the seconds each took."""
    took = [0.0, 0.0]
    turn = BATCH * 10
    while True:
        started = time.perf_counter()
        first = engine(ours, now, turn)
        middle = time.perf_counter()
        second = by_hand(theirs, now, turn, peer)
        took[0] += middle - started
        took[1] += time.perf_counter() - middle
        if not first and not second:
            return took[0], took[1]


def same_rows(ours: Side, theirs: Side) -> bool:
    """Tell whether both sides have written the same rows."""

    def counted(side: Side) -> list[list[tuple[Any, ...]]]:
        params = {"workspace_id": side.workspace_id}
        return [execute(statement, params) for statement in _COUNTS]

    return counted(ours) == counted(theirs)


def measure(size: int) -> bool:
    """Run the whole benchmark; return whether every limit was reached."""
    with own_postgres():
        rows = execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync','synchronous_commit')"
        )
        say(name="flows.durability", **dict(rows))
        ours, theirs = prepare("ours", size), prepare("theirs", size)
        execute("VACUUM ANALYZE")
        planned = in_turns(ours, theirs, theirs.now, PEER_PLAN)
        execute("VACUUM ANALYZE")
        walked = in_turns(ours, theirs, theirs.now + timedelta(days=2), PEER_WALK)
        same = same_rows(ours, theirs)
        from django.db import connection

        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    steps = size * STEPS_A_RUN
    rate, peer = steps / (planned[0] + walked[0]), steps / (planned[1] + walked[1])
    say(
        name="flows", figure=round(rate), unit="steps/s", limit=LIMIT_PER_SECOND,
        peer=round(peer), peer_name="hand-written SQL, 2,000 runs a transaction",
        ratio=round(rate / peer, 3), ratio_limit=LIMIT_RATIO,
        peak_rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), size=size,
        seconds=round(planned[0] + walked[0], 1), planning_seconds=round(planned[0], 1),
        peer_planning_seconds=round(planned[1], 1), same_rows=same,
    )  # fmt: skip
    return same and rate >= LIMIT_PER_SECOND and rate / peer >= LIMIT_RATIO


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench.flows")
    parser.add_argument("--size", type=int, default=200_000)
    given = parser.parse_args()
    return 0 if measure(given.size) else 1


if __name__ == "__main__":
    sys.exit(main())

"""The log: partitions by month, epochs, cursors, and what was set aside."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

_TABLES = """
CREATE TABLE log_epoch (
    epoch integer PRIMARY KEY,
    system_identifier bigint NOT NULL UNIQUE,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE SEQUENCE log_event_id_seq AS bigint CACHE 32;
CREATE TABLE log_event (
    id bigint NOT NULL DEFAULT nextval('log_event_id_seq'),
    epoch integer NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    workspace_id bigint NOT NULL,
    kind text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    customer_id uuid,
    subject_id uuid,
    data jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (occurred_at, id)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX log_event_order ON log_event (epoch, xid, id);
CREATE INDEX log_event_customer ON log_event (workspace_id, customer_id, occurred_at);
CREATE INDEX log_event_kind ON log_event (workspace_id, kind, occurred_at);
CREATE TABLE log_event_default PARTITION OF log_event DEFAULT;
CREATE TABLE log_cursor (
    key text PRIMARY KEY,
    epoch integer NOT NULL DEFAULT 0,
    xid xid8 NOT NULL DEFAULT '0',
    id bigint NOT NULL DEFAULT 0,
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 0,
    retry_at timestamptz,
    last_error text NOT NULL DEFAULT ''
);
CREATE TABLE log_set_aside (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reactor text NOT NULL,
    event_id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    epoch integer NOT NULL,
    xid xid8 NOT NULL,
    error text NOT NULL,
    set_aside_at timestamptz NOT NULL,
    UNIQUE (reactor, event_id)
);
"""

# Transaction ids start anew in another cluster, so ids kept from the old one say nothing about
# what is visible there: each cluster writes under an epoch of its own.
_EPOCH = """
CREATE FUNCTION log_current_epoch() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    here bigint := (SELECT system_identifier FROM pg_control_system());
    found_epoch integer;
BEGIN
    SELECT epoch INTO found_epoch FROM log_epoch WHERE system_identifier = here;
    IF found_epoch IS NULL THEN
        LOCK TABLE log_epoch IN SHARE ROW EXCLUSIVE MODE;
        INSERT INTO log_epoch (epoch, system_identifier)
        SELECT coalesce(max(epoch), 0) + 1, here FROM log_epoch
        ON CONFLICT (system_identifier) DO NOTHING;
        SELECT epoch INTO found_epoch FROM log_epoch WHERE system_identifier = here;
    END IF;
    RETURN found_epoch;
END $$;
"""

# A month that has rows in the default partition takes them along, ids and order unchanged.
_PARTITIONS = """
CREATE FUNCTION log_ensure_month(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    part text := format('log_event_%s', to_char(month, 'YYYY_MM'));
    starts timestamptz := month::timestamp AT TIME ZONE 'UTC';
    ends timestamptz := (month + interval '1 month')::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('log_ensure_month'));
    IF to_regclass(part) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE log_event IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE log_event INCLUDING DEFAULTS)', part);
    EXECUTE format('WITH moved AS (DELETE FROM log_event_default '
                   'WHERE occurred_at >= %L AND occurred_at < %L RETURNING *) '
                   'INSERT INTO %I SELECT * FROM moved', starts, ends, part);
    EXECUTE format('ALTER TABLE log_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                   part, starts, ends);
    RETURN true;
END $$;
"""


class Migration(migrations.Migration):
    """Create the log."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(
            _TABLES,
            "DROP TABLE log_set_aside, log_cursor, log_event, log_epoch; "
            "DROP SEQUENCE log_event_id_seq;",
        ),
        migrations.RunSQL(_EPOCH, "DROP FUNCTION log_current_epoch();"),
        migrations.RunSQL(_PARTITIONS, "DROP FUNCTION log_ensure_month(date);"),
        # The first writer of a cluster would hold the others up until it commits.
        migrations.RunSQL("SELECT log_current_epoch()", migrations.RunSQL.noop),
        migrations.RunSQL(
            "SELECT log_ensure_month((date_trunc('month', current_date) "
            "+ make_interval(months => m))::date) FROM generate_series(-13, 3) AS m",
            migrations.RunSQL.noop,
        ),
    ]

"""Remove the tables of the job queue that nothing was ever put into (docs/adr/0011)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

DROP = """
DO $$
DECLARE item record;
BEGIN
    FOR item IN
        SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) AS statement
        FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND c.relname LIKE 'procrastinate\\_%'
        UNION ALL
        SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure)
        FROM pg_proc AS p
        WHERE p.pronamespace = current_schema()::regnamespace
            AND p.proname LIKE 'procrastinate\\_%'
        UNION ALL
        SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype)
        FROM pg_type AS t
        LEFT JOIN pg_class AS c ON c.oid = t.typrelid
        WHERE t.typnamespace = current_schema()::regnamespace
            AND t.typname LIKE 'procrastinate\\_%'
            AND (t.typtype = 'e' OR c.relkind = 'c')
    LOOP
        EXECUTE item.statement;
    END LOOP;
END
$$;
DELETE FROM django_migrations WHERE app = 'procrastinate';
"""


class Migration(migrations.Migration):
    """Does nothing on a database that never had them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("core", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop)
    ]

-- Add changes to cells of the roll-up; the caller sorts them, so that two writers never deadlock.
-- Parameters: arrays workspace_ids, hours, metrics, dimensions, values, counts, amounts.
-- Index: reports_rollup_pkey.
INSERT INTO reports_rollup AS r (workspace_id, hour, metric, dimension, value, count, amount)
SELECT d.workspace_id, d.hour, d.metric, d.dimension, d.value, d.count, d.amount
FROM unnest(
    %(workspace_ids)s::bigint[], %(hours)s::timestamptz[], %(metrics)s::text[],
    %(dimensions)s::text[], %(values)s::text[], %(counts)s::bigint[], %(amounts)s::bigint[]
) AS d (workspace_id, hour, metric, dimension, value, count, amount)
ON CONFLICT (workspace_id, metric, dimension, hour, value) DO UPDATE
SET count = r.count + EXCLUDED.count, amount = r.amount + EXCLUDED.amount

-- A customer's events with those of whoever was merged into her, newest first, strictly before a
-- (time, id) key.
-- Parameters: workspace_id, customer_id, before_at, before_id, batch.
-- Index: log_event (workspace_id, customer_id, occurred_at).
WITH RECURSIVE who (id) AS (
    SELECT %(customer_id)s::uuid
    UNION
    SELECT m.subject_id
    FROM who
    JOIN log_event AS m
        ON m.workspace_id = %(workspace_id)s
        AND m.customer_id = who.id
        AND m.kind = 'customer.merged'
)
SELECT e.id, e.workspace_id, e.kind, e.occurred_at, e.customer_id, e.subject_id, e.data
FROM log_event AS e
WHERE e.workspace_id = %(workspace_id)s AND e.customer_id = ANY(ARRAY(SELECT who.id FROM who))
  AND (%(before_at)s::timestamptz IS NULL
       OR (e.occurred_at, e.id) < (%(before_at)s::timestamptz, %(before_id)s::bigint))
ORDER BY e.occurred_at DESC, e.id DESC
LIMIT %(batch)s

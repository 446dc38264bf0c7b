-- A customer's events, newest first, strictly before a (time, id) key.
-- Parameters: workspace_id, customer_id, before_at, before_id, batch.
-- Index: log_event (workspace_id, customer_id, occurred_at).
SELECT e.id, e.workspace_id, e.kind, e.occurred_at, e.customer_id, e.subject_id, e.data
FROM log_event AS e
WHERE e.workspace_id = %(workspace_id)s AND e.customer_id = %(customer_id)s
  AND (%(before_at)s::timestamptz IS NULL
       OR (e.occurred_at, e.id) < (%(before_at)s::timestamptz, %(before_id)s::bigint))
ORDER BY e.occurred_at DESC, e.id DESC
LIMIT %(batch)s

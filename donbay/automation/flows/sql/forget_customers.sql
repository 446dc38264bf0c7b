-- Take customers who are erased out of every flow and forget what their runs knew.
-- Parameters: workspace_id, customer_ids[], now. Index: automation_run_customer.
UPDATE automation_run
SET context = '{}', event_id = 0,
    state = CASE WHEN state IN ('active', 'parked') THEN 'stopped' ELSE state END,
    reason = CASE WHEN state IN ('active', 'parked') THEN 'customer_erased' ELSE reason END,
    finished_at = coalesce(finished_at, %(now)s)
WHERE workspace_id = %(workspace_id)s AND customer_id = ANY(%(customer_ids)s::uuid[])

-- Re-point runs from a merged customer to the one that stays; where both are inside, hers stop.
-- Parameters: workspace_id, to_id, from_id. Index: automation_run_customer.
UPDATE automation_run AS r
SET customer_id = %(to_id)s,
    state = CASE WHEN doubled.inside THEN 'stopped' ELSE r.state END,
    finished_at = CASE WHEN doubled.inside THEN r.arrived_at ELSE r.finished_at END,
    reason = CASE WHEN doubled.inside THEN 'customer_merged' ELSE r.reason END
FROM (
    SELECT o.id, o.state IN ('active', 'parked') AND EXISTS (
        SELECT 1 FROM automation_run AS k
        WHERE k.workspace_id = o.workspace_id AND k.flow_id = o.flow_id
          AND k.customer_id = %(to_id)s AND k.state IN ('active', 'parked')
    ) AS inside
    FROM automation_run AS o
    WHERE o.workspace_id = %(workspace_id)s AND o.customer_id = %(from_id)s
) AS doubled
WHERE r.id = doubled.id

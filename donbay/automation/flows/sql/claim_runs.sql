-- Lock a workspace's runs that are due, oldest first, leaving those another worker holds.
-- Instants and ids that repeat as text, an empty context as null: read a thousand times a second.
-- Parameters: workspace_id, now, batch. Index: automation_run_due.
SELECT r.flow_id::text, r.version_id::text, r.node_id, r.id, r.customer_id, r.entered_at::text,
       r.arrived_at::text, r.steps, r.attempts, nullif(r.context, '{}')
FROM automation_run AS r
WHERE r.workspace_id = %(workspace_id)s AND r.state = 'active' AND r.due_at <= %(now)s
ORDER BY r.due_at, r.id
LIMIT %(batch)s
FOR UPDATE SKIP LOCKED

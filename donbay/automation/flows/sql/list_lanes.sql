-- Workspaces with a run due by their own business time, longest waiting first.
-- Parameters: real_now. Index: automation_run_due.
SELECT w.workspace_id, %(real_now)s::timestamptz + w.clock_offset AS now
FROM accounts_v_workspace AS w
CROSS JOIN LATERAL (
    SELECT r.due_at
    FROM automation_run AS r
    WHERE r.workspace_id = w.workspace_id AND r.state = 'active'
      AND r.due_at <= %(real_now)s::timestamptz + w.clock_offset
    ORDER BY r.due_at
    LIMIT 1
) AS first_due
ORDER BY first_due.due_at - w.clock_offset, w.workspace_id

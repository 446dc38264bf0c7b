-- Let the customer that stays remember the later of both entries, and every start of that day.
-- Parameters: workspace_id, to_id, from_id. Index: primary key.
INSERT INTO automation_run_entry AS e (
    workspace_id, customer_id, flow_id, last_entered_at, day, starts
)
SELECT o.workspace_id, %(to_id)s, o.flow_id, o.last_entered_at, o.day, o.starts
FROM automation_run_entry AS o
WHERE o.workspace_id = %(workspace_id)s AND o.customer_id = %(from_id)s
ON CONFLICT (workspace_id, customer_id, flow_id) DO UPDATE
SET last_entered_at = greatest(e.last_entered_at, excluded.last_entered_at),
    starts = CASE
        WHEN e.day = excluded.day THEN e.starts + excluded.starts
        WHEN e.day > excluded.day THEN e.starts
        ELSE excluded.starts
    END,
    day = greatest(e.day, excluded.day)

-- Wake runs of flows that are live again, a batch at a time; those of deleted flows too: awake
-- they stop.
-- Parameters: batch. Index: automation_run_parked.
WITH woken AS (
    SELECT r.id
    FROM automation_run AS r
    JOIN automation_flow AS f ON f.workspace_id = r.workspace_id AND f.id = r.flow_id
    WHERE r.state = 'parked' AND (f.state = 'live' OR f.deleted_at IS NOT NULL)
    LIMIT %(batch)s
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE automation_run AS r
SET state = 'active'
FROM woken
WHERE r.id = woken.id

-- Which queues have a message due, the longest unserved first.
-- Parameters: real_now, busy (workspaces to pass over). Cost follows the number of lanes that have messages waiting (skip scan).
-- Index: messaging_outbox_ready.
WITH RECURSIVE lane (workspace_id, priority) AS (
    (
        SELECT o.workspace_id, o.priority
        FROM messaging_outbox AS o
        WHERE o.state = 'ready'
        ORDER BY o.workspace_id, o.priority
        LIMIT 1
    )
    UNION ALL
    SELECT following.workspace_id, following.priority
    FROM lane
    CROSS JOIN LATERAL (
        SELECT o.workspace_id, o.priority
        FROM messaging_outbox AS o
        WHERE o.state = 'ready'
            AND (o.workspace_id, o.priority) > (lane.workspace_id, lane.priority)
        ORDER BY o.workspace_id, o.priority
        LIMIT 1
    ) AS following
)
SELECT lane.workspace_id, lane.priority
FROM lane
JOIN accounts_v_workspace AS w ON w.workspace_id = lane.workspace_id
LEFT JOIN messaging_lane AS served
    ON served.workspace_id = lane.workspace_id AND served.priority = lane.priority
WHERE NOT lane.workspace_id = ANY(%(busy)s::bigint[])
    AND EXISTS (
        SELECT 1
        FROM messaging_outbox AS o
        WHERE o.state = 'ready'
            AND o.workspace_id = lane.workspace_id
            AND o.priority = lane.priority
            AND o.due_at <= %(real_now)s + w.clock_offset
    )
ORDER BY served.served_at NULLS FIRST, lane.priority, lane.workspace_id
LIMIT 16

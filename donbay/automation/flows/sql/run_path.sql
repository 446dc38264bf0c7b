-- The steps of one run in order, each with the message it asked for.
-- Parameters: workspace_id, flow_id, run_id. Index: step's primary key, messaging_outbox_once.
SELECT s.number, s.node_id, s.outlet, s.reason, s.at, m.id AS message_id,
       coalesce(m.state, '') AS message_state, coalesce(m.reason, '') AS message_reason
FROM automation_run_step AS s
LEFT JOIN messaging_v_message AS m
    ON m.workspace_id = s.workspace_id AND m.source_id = %(flow_id)s AND m.source_kind = 'flow'
    AND m.run_id = s.run_id AND m.step = s.node_id || '.' || s.number
WHERE s.workspace_id = %(workspace_id)s AND s.run_id = %(run_id)s
ORDER BY s.number

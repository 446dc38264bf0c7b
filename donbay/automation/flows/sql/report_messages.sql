-- What became of the messages a flow asked for and that did not simply go out, by node.
-- Parameters: workspace_id, flow_id. Index: messaging_outbox_once.
SELECT r.version_id, split_part(m.step, '.', 1) AS node_id, m.state, m.reason, count(*)::integer
FROM messaging_v_message AS m
JOIN automation_run AS r ON r.id = m.run_id AND r.workspace_id = m.workspace_id
WHERE m.workspace_id = %(workspace_id)s AND m.source_id = %(flow_id)s
  AND m.source_kind = 'flow' AND m.state IN ('skipped', 'failed', 'unknown')
GROUP BY r.version_id, split_part(m.step, '.', 1), m.state, m.reason

-- How many runs rest, or have failed, at each node of a flow.
-- Parameters: workspace_id, flow_id. Index: automation_run_flow.
SELECT r.version_id, r.node_id, r.state, r.reason, count(*)::integer
FROM automation_run AS r
WHERE r.workspace_id = %(workspace_id)s AND r.flow_id = %(flow_id)s
  AND r.state IN ('active', 'parked', 'failed') AND r.node_id IS NOT NULL
GROUP BY r.version_id, r.node_id, r.state, r.reason

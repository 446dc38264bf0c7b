-- How many runs of a flow are in each state, by version.
-- Parameters: workspace_id, flow_id. Index: automation_run_flow.
SELECT r.version_id, r.trigger_id, r.state, count(*)::integer
FROM automation_run AS r
WHERE r.workspace_id = %(workspace_id)s AND r.flow_id = %(flow_id)s
GROUP BY r.version_id, r.trigger_id, r.state

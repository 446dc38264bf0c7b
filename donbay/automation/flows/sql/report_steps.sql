-- How many runs of a flow have left each node by each outlet, with the reasons of those that did
-- nothing there.
-- Parameters: workspace_id, flow_id. Index: automation_run_flow, step's primary key.
SELECT s.version_id, s.node_id, s.outlet, s.reason, count(*)::integer
FROM automation_run AS r
JOIN automation_run_step AS s ON s.run_id = r.id
WHERE r.workspace_id = %(workspace_id)s AND r.flow_id = %(flow_id)s
GROUP BY s.version_id, s.node_id, s.outlet, s.reason

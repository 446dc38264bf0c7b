-- How many customers have entered flows and how many are inside.
-- Parameters: workspace_id, flow_ids[]. Index: automation_run_flow.
SELECT r.flow_id, count(*) FILTER (WHERE r.state <> 'refused')::integer,
       count(*) FILTER (WHERE r.state IN ('active', 'parked'))::integer
FROM automation_run AS r
WHERE r.workspace_id = %(workspace_id)s AND r.flow_id = ANY(%(flow_ids)s::uuid[])
GROUP BY r.flow_id

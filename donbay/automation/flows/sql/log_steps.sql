-- Record the steps that runs of one workspace have left; a number is a run's once.
-- Parameters: workspace_id, now and arrays of equal length, one element a step.
INSERT INTO automation_run_step (
    run_id, number, workspace_id, version_id, node_id, outlet, reason, at
)
SELECT s.run_id, s.number, %(workspace_id)s, s.version_id, s.node_id, s.outlet, s.reason, %(now)s
FROM unnest(
    %(run_ids)s::bigint[], %(numbers)s::integer[], %(version_ids)s::uuid[], %(node_ids)s::text[],
    %(outlets)s::text[], %(reasons)s::text[]
) AS s (run_id, number, version_id, node_id, outlet, reason)

-- Record the steps that runs of one workspace have left; a number is a run's once.
-- Runs that left the same step alike are a part: what they share is given once, by its place.
-- Parameters: workspace_id, now; run_ids, numbers and parts, one element a step; version_ids,
-- node_ids, outlets and reasons, one element a part.
INSERT INTO automation_run_step (
    run_id, number, workspace_id, version_id, node_id, outlet, reason, at
)
SELECT s.run_id, s.number, %(workspace_id)s, (%(version_ids)s::uuid[])[s.part],
       (%(node_ids)s::text[])[s.part], (%(outlets)s::text[])[s.part],
       (%(reasons)s::text[])[s.part], %(now)s
FROM unnest(
    %(run_ids)s::bigint[], %(numbers)s::integer[], %(parts)s::integer[]
) AS s (run_id, number, part)
ORDER BY s.run_id, s.number

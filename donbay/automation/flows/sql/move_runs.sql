-- Write where claimed runs are now; a context of null stays as it was.
-- Parameters: arrays of equal length, one element a run. Index: primary key.
UPDATE automation_run AS r
SET node_id = m.node_id, state = m.state, due_at = m.due_at, arrived_at = m.arrived_at,
    finished_at = m.finished_at, steps = m.steps, attempts = m.attempts, reason = m.reason,
    detail = m.detail, context = coalesce(m.context, r.context)
FROM unnest(
    %(ids)s::bigint[], %(node_ids)s::text[], %(states)s::text[], %(due_ats)s::timestamptz[],
    %(arrived_ats)s::timestamptz[], %(finished_ats)s::timestamptz[], %(steps)s::integer[],
    %(attempts)s::smallint[], %(reasons)s::text[], %(details)s::text[], %(contexts)s::jsonb[]
) AS m (
    id, node_id, state, due_at, arrived_at, finished_at, steps, attempts, reason, detail, context
)
WHERE r.id = m.id

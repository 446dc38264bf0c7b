-- Write where claimed runs are now.
-- Runs with the same fate are a part: what they share is given once, by its place.
-- Parameters: ids, parts, steps, one element a run; due_ats, attempts, contexts, one element a run
-- or empty: where there is none, the part's due_at, no attempts, the context as it was; node_ids,
-- states, part_due_ats, arrived_ats (null: as it was), finished_ats, reasons, details, one element
-- a part. Index: primary key.
UPDATE automation_run AS r
SET node_id = (%(node_ids)s::text[])[m.part],
    state = (%(states)s::text[])[m.part],
    due_at = coalesce(m.due_at, (%(part_due_ats)s::timestamptz[])[m.part]),
    arrived_at = coalesce((%(arrived_ats)s::timestamptz[])[m.part], r.arrived_at),
    finished_at = (%(finished_ats)s::timestamptz[])[m.part],
    steps = m.steps,
    attempts = coalesce(m.attempts, 0),
    reason = (%(reasons)s::text[])[m.part],
    detail = (%(details)s::text[])[m.part],
    context = coalesce(m.context, r.context)
FROM unnest(
    %(ids)s::bigint[], %(parts)s::integer[], %(steps)s::integer[], %(due_ats)s::timestamptz[],
    %(attempts)s::smallint[], %(contexts)s::jsonb[]
) AS m (id, part, steps, due_at, attempts, context)
WHERE r.id = m.id

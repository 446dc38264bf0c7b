-- Write what became of claimed captures.
-- Parameters: workspace_id, now, ids[], states[], attempts[], results[] and errors[] (json as
-- text or null), next_try_ats[] (real time). Index: primary key.
UPDATE intake_capture AS capture
SET state = outcome.state, attempts = outcome.attempts, result = outcome.result::jsonb,
    error = outcome.error::jsonb, next_try_at = outcome.next_try_at,
    processed_at = CASE WHEN outcome.state = 'new' THEN NULL ELSE %(now)s::timestamptz END
FROM unnest(
    %(ids)s::bigint[], %(states)s::text[], %(attempts)s::int[], %(results)s::text[],
    %(errors)s::text[], %(next_try_ats)s::timestamptz[]
) AS outcome (id, state, attempts, result, error, next_try_at)
WHERE capture.workspace_id = %(workspace_id)s AND capture.id = outcome.id

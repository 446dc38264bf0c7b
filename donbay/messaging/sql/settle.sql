-- Record what became of claimed messages; only the worker and the try that claimed them may.
-- Gives one row for all that are alike but for their customer, content and run, with those as
-- array literals: they go on into the log unread.
-- Parameters: arrays ids, attempts, states, reasons, details, retry_ats; worker, real_now.
-- An unknown one may still learn its outcome from the worker that sent it. A message without an
-- address is of somebody erased meanwhile: the server's answer, which may name her, is not kept.
-- Index: primary key.
WITH told AS (
    UPDATE messaging_outbox AS o
    SET
        state = v.state,
        reason = v.reason,
        detail = CASE WHEN o.address = '' THEN '' ELSE v.detail END,
        retry_at = v.retry_at,
        lease_until = NULL,
        done_at = CASE
            WHEN v.state IN ('ready', 'deferred') THEN NULL
            ELSE %(real_now)s::timestamptz + w.clock_offset
        END
    FROM unnest(
        %(ids)s::bigint[], %(attempts)s::smallint[], %(states)s::text[], %(reasons)s::text[],
        %(details)s::text[], %(retry_ats)s::timestamptz[]
    ) AS v (id, attempt, state, reason, detail, retry_at),
        accounts_v_workspace AS w
    WHERE o.id = v.id
        AND w.workspace_id = o.workspace_id
        AND o.worker = %(worker)s::uuid
        AND o.attempts = v.attempt
        AND o.state IN ('sending', 'unknown')
    RETURNING
        o.id, o.customer_id, o.content_id, o.run_id, o.workspace_id, o.state, o.reason,
        o.source_kind, o.source_id, o.step, o.done_at
)
SELECT
    t.workspace_id, t.state, t.reason, t.source_kind, t.source_id, t.step, t.done_at,
    array_agg(t.id)::text, array_agg(t.customer_id)::text, array_agg(t.content_id)::text,
    array_agg(t.run_id)::text, count(*)
FROM (SELECT * FROM told ORDER BY id) AS t
GROUP BY t.workspace_id, t.state, t.reason, t.source_kind, t.source_id, t.step, t.done_at

-- Record what became of claimed messages; only the worker and the try that claimed them may.
-- Parameters: arrays ids, attempts, states, reasons, details, retry_ats; worker, real_now.
-- An unknown one may still learn its outcome from the worker that sent it.
-- Index: primary key.
UPDATE messaging_outbox AS o
SET
    state = v.state,
    reason = v.reason,
    detail = v.detail,
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
    o.id, o.customer_id, o.content_id, o.workspace_id, o.state, o.reason, o.source_kind,
    o.source_id, o.step, o.run_id, (extract(epoch FROM o.done_at) * 1000000)::bigint

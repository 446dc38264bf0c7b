-- Write the gate's verdict on locked messages: sending under a lease, skipped, or ready later.
-- Parameters: arrays ids, states, addresses, reasons, due_ats (null keeps); worker, lease_until, now.
-- Index: primary key.
UPDATE messaging_outbox AS o
SET
    state = v.state,
    address = v.address,
    reason = v.reason,
    due_at = coalesce(v.due_at, o.due_at),
    attempts = o.attempts + (v.state = 'sending')::int,
    worker = CASE WHEN v.state = 'sending' THEN %(worker)s::uuid END,
    lease_until = CASE WHEN v.state = 'sending' THEN %(lease_until)s::timestamptz END,
    done_at = CASE WHEN v.state = 'ready' THEN NULL ELSE %(now)s::timestamptz END
FROM unnest(
    %(ids)s::bigint[], %(states)s::text[], %(addresses)s::text[], %(reasons)s::text[],
    %(due_ats)s::timestamptz[]
) AS v (id, state, address, reason, due_at)
WHERE o.id = v.id

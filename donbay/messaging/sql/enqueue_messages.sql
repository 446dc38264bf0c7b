-- Put messages into the outbox; one that is there already (same source, step, run, customer) is left.
-- Parameters: arrays of equal length, one element a message; now.
-- Index: messaging_outbox_once.
INSERT INTO messaging_outbox (
    workspace_id, channel, purpose, customer_id, content_id, source_kind, source_id, step, run_id,
    extra, priority, due_at, state, attempts, address, reason, detail, created_at
)
SELECT
    m.workspace_id, m.channel, m.purpose, m.customer_id, m.content_id, m.source_kind, m.source_id,
    m.step, m.run_id, m.extra::jsonb, m.priority, m.due_at, 'ready', 0, '', '', '', %(now)s
FROM unnest(
    %(workspace_ids)s::bigint[], %(channels)s::text[], %(purposes)s::text[],
    %(customer_ids)s::uuid[], %(content_ids)s::uuid[], %(source_kinds)s::text[],
    %(source_ids)s::uuid[], %(steps)s::text[], %(run_ids)s::bigint[], %(extras)s::text[],
    %(priorities)s::smallint[], %(due_ats)s::timestamptz[]
) AS m (
    workspace_id, channel, purpose, customer_id, content_id, source_kind, source_id, step, run_id,
    extra, priority, due_at
)
ON CONFLICT ON CONSTRAINT messaging_outbox_once DO NOTHING

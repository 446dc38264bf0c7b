-- Lock the next messages of a lane, passing over those another worker holds.
-- Parameters: workspace_id, priority, now (business), size.
-- Index: messaging_outbox_ready.
SELECT
    o.id, o.customer_id, o.content_id, o.channel, o.purpose, o.source_kind, o.source_id, o.step,
    o.run_id, o.extra, o.attempts
FROM messaging_outbox AS o
WHERE o.state = 'ready'
    AND o.workspace_id = %(workspace_id)s
    AND o.priority = %(priority)s
    AND o.due_at <= %(now)s
ORDER BY o.due_at, o.id
LIMIT %(size)s
FOR UPDATE SKIP LOCKED

-- Make messages whose pause after a transient failure is over ready again.
-- Parameters: real_now. Index: messaging_outbox_retry.
UPDATE messaging_outbox
SET state = 'ready', retry_at = NULL
WHERE id IN (
    SELECT o.id
    FROM messaging_outbox AS o
    WHERE o.state = 'deferred' AND o.retry_at <= %(real_now)s
    ORDER BY o.retry_at, o.id
    LIMIT 2000
    FOR UPDATE SKIP LOCKED
)

-- Lock the next messages of a lane, passing over those another worker holds, each with its
-- customer's address; of a customer who is not of this workspace the id is null.
-- Parameters: workspace_id, priority, now (business), size.
-- Index: messaging_outbox_ready, customers' primary key.
SELECT
    o.id, o.customer_id, o.content_id, o.channel, o.purpose, o.extra, o.attempts,
    c.id IS NOT NULL, coalesce(c.email, '')
FROM (
    SELECT *
    FROM messaging_outbox
    WHERE state = 'ready'
        AND workspace_id = %(workspace_id)s
        AND priority = %(priority)s
        AND due_at <= %(now)s
    ORDER BY due_at, id
    LIMIT %(size)s
    FOR UPDATE SKIP LOCKED
) AS o
LEFT JOIN customers_v_customer AS c
    ON c.id = o.customer_id AND c.workspace_id = o.workspace_id
ORDER BY o.due_at, o.id

-- Give a merged customer's messages to the one that stays, except where she has the same one.
-- Parameters: workspace_id, from_id, to_id. Index: messaging_outbox_once.
UPDATE messaging_outbox AS o
SET customer_id = %(to_id)s
WHERE o.workspace_id = %(workspace_id)s
    AND o.customer_id = %(from_id)s
    AND NOT EXISTS (
        SELECT 1
        FROM messaging_outbox AS same
        WHERE same.workspace_id = o.workspace_id
            AND same.source_id = o.source_id
            AND same.run_id = o.run_id
            AND same.customer_id = %(to_id)s
            AND same.step = o.step
            AND same.source_kind = o.source_kind
    )

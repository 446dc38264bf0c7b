-- Give a merged customer's messages to the one that stays. Where she has the same one already, the
-- merged customer's remembers whose it was, and is not sent if it still waits.
-- Parameters: workspace_id, from_id, to_id. Index: messaging_outbox_once for the comparison.
UPDATE messaging_outbox AS o
SET
    customer_id = %(to_id)s,
    merged_from = CASE
        WHEN m.doubled THEN coalesce(o.merged_from, %(from_id)s::uuid) ELSE o.merged_from
    END,
    state = CASE
        WHEN m.doubled AND o.state IN ('ready', 'deferred') THEN 'skipped' ELSE o.state
    END,
    reason = CASE
        WHEN m.doubled AND o.state IN ('ready', 'deferred') THEN 'customer_merged' ELSE o.reason
    END,
    done_at = CASE
        WHEN m.doubled AND o.state IN ('ready', 'deferred') THEN o.created_at ELSE o.done_at
    END
FROM (
    SELECT hers.id, EXISTS (
        SELECT 1
        FROM messaging_outbox AS same
        WHERE same.workspace_id = hers.workspace_id
            AND same.source_id = hers.source_id
            AND same.run_id = hers.run_id
            AND same.customer_id = %(to_id)s
            AND same.step = hers.step
            AND same.source_kind = hers.source_kind
    ) AS doubled
    FROM messaging_outbox AS hers
    WHERE hers.workspace_id = %(workspace_id)s AND hers.customer_id = %(from_id)s
) AS m
WHERE o.id = m.id

-- Give a merged customer's messages to the one that stays. Of one that both have, it is remembered
-- whose it was, and she gets it once: none that still waits goes out where one has gone out or is
-- going, else one of those waiting does. What was skipped or failed for one of them stops nothing.
-- Parameters: workspace_id, from_id, to_id, now. Index: none; once in a customer's life.
WITH both_have AS (
    SELECT
        o.id,
        o.customer_id = %(from_id)s::uuid AS moves,
        o.state IN ('ready', 'deferred') AS waits,
        bool_or(o.customer_id = %(to_id)s::uuid) OVER same AS doubled,
        bool_or(o.state IN ('sending', 'sent', 'unknown')) OVER same AS served,
        row_number() OVER (
            PARTITION BY
                o.source_id, o.run_id, o.step, o.source_kind, o.state IN ('ready', 'deferred')
            ORDER BY o.customer_id = %(to_id)s::uuid DESC, o.id
        ) AS place
    FROM messaging_outbox AS o
    WHERE o.workspace_id = %(workspace_id)s
        AND o.customer_id IN (%(from_id)s::uuid, %(to_id)s::uuid)
    WINDOW same AS (PARTITION BY o.source_id, o.run_id, o.step, o.source_kind)
),
meant AS (
    SELECT b.id, b.moves, b.doubled, b.waits AND (b.served OR b.place > 1) AS spare
    FROM both_have AS b
)
UPDATE messaging_outbox AS o
SET
    customer_id = %(to_id)s,
    merged_from = CASE
        WHEN m.moves AND m.doubled THEN coalesce(o.merged_from, %(from_id)s::uuid)
        ELSE o.merged_from
    END,
    state = CASE WHEN m.spare THEN 'skipped' ELSE o.state END,
    reason = CASE WHEN m.spare THEN 'customer_merged' ELSE o.reason END,
    done_at = CASE WHEN m.spare THEN %(now)s::timestamptz ELSE o.done_at END
FROM meant AS m
WHERE o.id = m.id AND (m.moves OR m.spare)

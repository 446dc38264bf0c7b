-- Count opens and clicks; returns those seen for the first time.
-- Parameters: workspace_id; arrays message_ids, customer_ids, kinds, link_ids, bots, ats.
-- Index: messaging_engagement_uq.
INSERT INTO messaging_engagement AS e (
    workspace_id, message_id, customer_id, kind, link_id, bot, times, at, last_at
)
SELECT
    %(workspace_id)s, v.message_id, v.customer_id, v.kind, v.link_id, v.bot, count(*), min(v.at),
    max(v.at)
FROM unnest(
    %(message_ids)s::bigint[], %(customer_ids)s::uuid[], %(kinds)s::text[], %(link_ids)s::bigint[],
    %(bots)s::boolean[], %(ats)s::timestamptz[]
) AS v (message_id, customer_id, kind, link_id, bot, at)
GROUP BY v.message_id, v.customer_id, v.kind, v.link_id, v.bot
ORDER BY v.message_id, v.kind, v.link_id, v.bot
ON CONFLICT (workspace_id, message_id, kind, link_id, bot) DO UPDATE
SET times = e.times + excluded.times, last_at = greatest(e.last_at, excluded.last_at)
RETURNING e.message_id, e.customer_id, e.kind, e.link_id, e.bot, e.at, (xmax = 0) AS is_new

-- Remember the last word of customers; an older word never replaces a newer one.
-- Parameters: workspace_id, customer_ids[], purposes[], channels[], granted[], ats[].
-- Index: customers_consent_state_uq.
INSERT INTO customers_consent_state AS state
    (workspace_id, customer_id, purpose, channel, granted, at)
SELECT %(workspace_id)s, word.customer_id, word.purpose, word.channel, word.granted, word.at
FROM unnest(
    %(customer_ids)s::uuid[], %(purposes)s::text[], %(channels)s::text[], %(granted)s::boolean[],
    %(ats)s::timestamptz[]
) AS word (customer_id, purpose, channel, granted, at)
ORDER BY word.customer_id, word.purpose, word.channel
ON CONFLICT (workspace_id, customer_id, purpose, channel)
DO UPDATE SET granted = excluded.granted, at = excluded.at
WHERE excluded.at >= state.at

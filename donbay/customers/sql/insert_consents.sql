-- Add lines to the consent ledger, in the order given.
-- Parameters: workspace_id, recorded_by, customer_ids[], purposes[], channels[], granted[],
-- ats[], methods[], text_hashes[], evidences[] (json as text). Index: none.
INSERT INTO customers_consent (
    workspace_id, customer_id, purpose, channel, granted, at, method, text_hash, evidence,
    recorded_by
)
SELECT %(workspace_id)s, line.customer_id, line.purpose, line.channel, line.granted, line.at,
    line.method, line.text_hash, line.evidence::jsonb, %(recorded_by)s
FROM unnest(
    %(customer_ids)s::uuid[], %(purposes)s::text[], %(channels)s::text[], %(granted)s::boolean[],
    %(ats)s::timestamptz[], %(methods)s::text[], %(text_hashes)s::text[], %(evidences)s::text[]
) WITH ORDINALITY AS line (
    customer_id, purpose, channel, granted, at, method, text_hash, evidence, place
)
ORDER BY line.place

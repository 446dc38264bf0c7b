-- Suggest merging pairs of customers, once per pair whichever way round.
-- Parameters: workspace_id, now, ids[], customer_ids[], other_ids[], reasons[].
-- Index: customers_merge_suggestion_uq.
INSERT INTO customers_merge_suggestion
    (id, workspace_id, created_at, updated_at, customer_id, other_id, reason, state)
SELECT pair.id, %(workspace_id)s, %(now)s, %(now)s, pair.customer_id, pair.other_id, pair.reason,
    'open'
FROM unnest(
        %(ids)s::uuid[], %(customer_ids)s::uuid[], %(other_ids)s::uuid[], %(reasons)s::text[]
    ) AS pair (id, customer_id, other_id, reason)
WHERE NOT EXISTS (
    SELECT 1 FROM customers_merge_suggestion AS known
    WHERE known.workspace_id = %(workspace_id)s
        AND known.customer_id = pair.other_id AND known.other_id = pair.customer_id
)
ON CONFLICT (workspace_id, customer_id, other_id) DO NOTHING

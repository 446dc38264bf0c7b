-- Claim identities for planned customers; say who owns each now.
-- Parameters: workspace_id, now, kinds[], identities[], customer_ids[] (same length).
-- Index: customers_identity_uq. Claims run in (kind, value) order, so that two batches wait for
-- each other instead of deadlocking; DO UPDATE locks and returns the rows that others own.
INSERT INTO customers_identity AS mine (workspace_id, kind, value, customer_id, created_at)
SELECT %(workspace_id)s, claim.kind, claim.value, claim.customer_id, %(now)s
FROM unnest(%(kinds)s::text[], %(identities)s::text[], %(customer_ids)s::uuid[])
    AS claim (kind, value, customer_id)
ORDER BY claim.kind, claim.value
ON CONFLICT (workspace_id, kind, value) DO UPDATE SET customer_id = mine.customer_id
RETURNING mine.kind, mine.value, mine.customer_id

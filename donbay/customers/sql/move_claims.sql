-- Give identities claimed a moment ago in this transaction to the customer found since.
-- Parameters: workspace_id, kinds[], identities[], customer_ids[].
-- Index: customers_identity_uq.
UPDATE customers_identity AS mine
SET customer_id = move.customer_id
FROM unnest(%(kinds)s::text[], %(identities)s::text[], %(customer_ids)s::uuid[])
    AS move (kind, value, customer_id)
WHERE mine.workspace_id = %(workspace_id)s AND mine.kind = move.kind AND mine.value = move.value

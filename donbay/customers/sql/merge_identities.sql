-- Give one customer's identities to another.
-- Parameters: workspace_id, keep_id, other_id. Index: customers_identity_owner.
UPDATE customers_identity SET customer_id = %(keep_id)s
WHERE workspace_id = %(workspace_id)s AND customer_id = %(other_id)s

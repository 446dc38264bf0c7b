-- Lock the identities of customers, in the order in which claims are made.
-- Parameters: workspace_id, ids[]. Index: customers_identity_owner.
SELECT kind, value, customer_id
FROM customers_identity
WHERE workspace_id = %(workspace_id)s AND customer_id = ANY(%(ids)s::uuid[])
ORDER BY kind, value
FOR UPDATE

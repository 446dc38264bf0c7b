-- Give one customer's ledger lines to another.
-- Parameters: workspace_id, keep_id, other_id. Index: customers_consent_of_customer.
UPDATE customers_consent SET customer_id = %(keep_id)s
WHERE workspace_id = %(workspace_id)s AND customer_id = %(other_id)s

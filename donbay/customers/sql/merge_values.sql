-- What templates read about customers; those not of this workspace are absent.
-- Parameters: workspace_id, ids. Index: primary key.
SELECT c.id, c.given_name, c.full_name, c.email, c.phone, c.address, c.fields
FROM customers_customer AS c
WHERE c.workspace_id = %(workspace_id)s AND c.id = ANY(%(ids)s::uuid[])

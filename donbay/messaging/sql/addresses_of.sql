-- Where customers get their e-mail; those not of this workspace are absent.
-- Parameters: workspace_id, ids. Index: customers' primary key.
SELECT c.id, c.email
FROM customers_v_customer AS c
WHERE c.id = ANY(%(ids)s::uuid[]) AND c.workspace_id = %(workspace_id)s

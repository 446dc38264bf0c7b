-- Put a tag on customers of this workspace; return those who did not have it.
-- Parameters: workspace_id, now, tag_id, ids[]. Index: customers_customer_tag_uq.
INSERT INTO customers_customer_tag (workspace_id, customer_id, tag_id, created_at)
SELECT %(workspace_id)s, c.id, %(tag_id)s, %(now)s
FROM customers_customer AS c
WHERE c.workspace_id = %(workspace_id)s AND c.id = ANY(%(ids)s::uuid[])
ORDER BY c.id
ON CONFLICT (workspace_id, customer_id, tag_id) DO NOTHING
RETURNING customer_id

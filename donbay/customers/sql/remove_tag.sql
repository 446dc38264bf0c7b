-- Take a tag off customers; return those who had it.
-- Parameters: workspace_id, tag_id, ids[]. Index: customers_customer_tag_uq.
DELETE FROM customers_customer_tag
WHERE workspace_id = %(workspace_id)s AND tag_id = %(tag_id)s AND customer_id = ANY(%(ids)s::uuid[])
RETURNING customer_id

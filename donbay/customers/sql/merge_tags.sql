-- Give one customer's tags to another.
-- Parameters: workspace_id, keep_id, other_id. Index: customers_customer_tag_uq.
WITH moved AS (
    DELETE FROM customers_customer_tag
    WHERE workspace_id = %(workspace_id)s AND customer_id = %(other_id)s
    RETURNING tag_id, created_at
)
INSERT INTO customers_customer_tag (workspace_id, customer_id, tag_id, created_at)
SELECT %(workspace_id)s, %(keep_id)s, tag_id, created_at FROM moved
ON CONFLICT (workspace_id, customer_id, tag_id) DO NOTHING

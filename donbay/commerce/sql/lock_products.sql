-- Lock products on sale, in the order of their ids so that two orders never wait for each other.
-- Parameters: workspace_id, ids. Index: commerce_product_pkey.
SELECT p.id, p.name, p.sku, p.price, p.stock
FROM commerce_product AS p
WHERE p.id = ANY(%(ids)s) AND p.workspace_id = %(workspace_id)s AND p.active AND p.deleted_at IS NULL
ORDER BY p.id
FOR UPDATE

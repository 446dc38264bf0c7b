-- Lock products, deleted ones included, in the order of their ids.
-- Parameters: workspace_id, ids. Index: commerce_product_pkey.
SELECT p.id
FROM commerce_product AS p
WHERE p.id = ANY(%(ids)s) AND p.workspace_id = %(workspace_id)s
ORDER BY p.id
FOR UPDATE

-- Names, prices and stock of the products a checkout asks for.
-- Parameters: workspace_id, ids. Index: commerce_product's primary key.
SELECT id, name, price, stock
FROM commerce_v_product
WHERE workspace_id = %(workspace_id)s AND id = ANY(%(ids)s) AND active

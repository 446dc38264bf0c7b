-- Give a merged customer's orders to the one that stays.
-- Parameters: workspace_id, from_id, to_id. Index: commerce_order_customer.
UPDATE commerce_order AS o
SET customer_id = %(to_id)s
WHERE o.workspace_id = %(workspace_id)s AND o.customer_id = %(from_id)s

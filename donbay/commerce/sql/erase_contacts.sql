-- Take the personal data out of orders whose customers were erased; the figures stay for the books.
-- Parameters: workspace_id, customer_ids, now. Index: commerce_order_customer.
UPDATE commerce_order AS o
SET contact = '{}'::jsonb, search_text = lower(o.number), note = '', updated_at = %(now)s
WHERE o.workspace_id = %(workspace_id)s AND o.customer_id = ANY(%(customer_ids)s)

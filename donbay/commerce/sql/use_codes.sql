-- Mark locked voucher codes as used by orders.
-- Parameters: workspace_id, now, arrays code_ids and order_ids. Index: commerce_voucher_code_pkey.
UPDATE commerce_voucher_code AS c
SET state = 'used', order_id = u.order_id, updated_at = %(now)s
FROM unnest(%(code_ids)s::uuid[], %(order_ids)s::uuid[]) AS u (code_id, order_id)
WHERE c.id = u.code_id AND c.workspace_id = %(workspace_id)s AND c.state = 'issued'

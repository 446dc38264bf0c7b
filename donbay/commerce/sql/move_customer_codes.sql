-- Give a merged customer's voucher codes to the one that stays.
-- Parameters: workspace_id, from_id, to_id. Index: commerce_code_owner.
UPDATE commerce_voucher_code AS c
SET customer_id = %(to_id)s
WHERE c.workspace_id = %(workspace_id)s AND c.customer_id = %(from_id)s

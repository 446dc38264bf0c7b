-- Lock voucher codes, in the order of the codes, with the terms of their programmes.
-- Parameters: workspace_id, codes. Index: commerce_code_uq.
SELECT
    c.id, c.code, c.voucher_id, c.customer_id, c.state, c.expires_at,
    v.starts_at, v.ends_at, v.kind, v.value, v.min_total
FROM commerce_voucher_code AS c
JOIN commerce_voucher AS v ON v.workspace_id = c.workspace_id AND v.id = c.voucher_id
WHERE c.workspace_id = %(workspace_id)s AND c.code = ANY(%(codes)s)
ORDER BY c.code
FOR UPDATE OF c

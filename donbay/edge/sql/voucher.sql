-- What a voucher code takes off, and whether it may be used at a moment of business time.
-- Parameters: workspace_id, code, now. Index: commerce_voucher_code (workspace_id, code).
SELECT kind, value, min_total,
    state = 'issued'
    AND coalesce(starts_at <= %(now)s, true)
    AND coalesce(%(now)s < ends_at, true)
    AND coalesce(%(now)s < expires_at, true) AS usable
FROM commerce_v_voucher_code
WHERE workspace_id = %(workspace_id)s AND code = %(code)s

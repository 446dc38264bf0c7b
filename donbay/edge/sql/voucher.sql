-- What a voucher code takes off, what has become of it, whether a moment of business time is within
-- its days, and whether it is anybody's or belongs to whom one of the contacts belongs.
-- Parameters: workspace_id, code, now, contacts (normalised).
-- Indexes: commerce_voucher_code (workspace_id, code); customers_identity_owner.
SELECT c.kind, c.value, c.min_total,
    c.state,
    coalesce(c.starts_at <= %(now)s, true)
    AND coalesce(%(now)s < c.ends_at, true)
    AND coalesce(%(now)s < c.expires_at, true) AS current,
    c.customer_id IS NULL OR EXISTS (
        SELECT FROM customers_v_identity AS i
        WHERE i.workspace_id = c.workspace_id AND i.customer_id = c.customer_id
            AND i.value = ANY(%(contacts)s::text[])
    ) AS hers
FROM commerce_v_voucher_code AS c
WHERE c.workspace_id = %(workspace_id)s AND c.code = %(code)s

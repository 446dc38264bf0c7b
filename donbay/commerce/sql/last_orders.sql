-- The last order of each customer, with the names of what was bought and the newest live voucher.
-- Parameters: workspace_id, customer_ids. Index: commerce_order_customer, commerce_code_owner.
SELECT
    who.customer_id, o.number, o.state, o.payment_state, o.total, o.placed_at, goods.names,
    voucher.code, voucher.expires_at
FROM unnest(%(customer_ids)s::uuid[]) AS who (customer_id)
LEFT JOIN LATERAL (
    SELECT r.id, r.number, r.state, r.payment_state, r.total, r.placed_at
    FROM commerce_order AS r
    WHERE r.workspace_id = %(workspace_id)s AND r.customer_id = who.customer_id
    ORDER BY r.placed_at DESC, r.id DESC
    LIMIT 1
) AS o ON true
LEFT JOIN LATERAL (
    SELECT string_agg(l.name, ', ' ORDER BY l.position) AS names
    FROM commerce_order_line AS l
    WHERE l.workspace_id = %(workspace_id)s AND l.order_id = o.id
) AS goods ON true
LEFT JOIN LATERAL (
    SELECT c.code, c.expires_at
    FROM commerce_voucher_code AS c
    WHERE c.workspace_id = %(workspace_id)s AND c.customer_id = who.customer_id
        AND c.state = 'issued'
    ORDER BY c.issued_at DESC, c.id DESC
    LIMIT 1
) AS voucher ON true

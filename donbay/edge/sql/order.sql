-- An order as its public status page shows it.
-- Parameters: workspace_id, order_id. Index: commerce_order's primary key.
SELECT o.number, o.state, o.payment_method, o.payment_state, o.shipping_state, o.subtotal,
    o.discount, o.shipping_fee, o.total, o.voucher_code, o.lines, placed.page_id
FROM commerce_v_order_public AS o
JOIN commerce_v_order AS placed USING (workspace_id, id)
WHERE o.workspace_id = %(workspace_id)s AND o.id = %(order_id)s

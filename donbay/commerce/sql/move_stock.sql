-- Add deltas to the stock of counted products and write the ledger; endless ones stay endless.
-- Parameters: workspace_id, now, reason and arrays product_ids, deltas, order_ids (one a movement).
-- Index: commerce_product_pkey.
WITH moved AS (
    SELECT m.product_id, m.delta, m.order_id
    FROM unnest(%(product_ids)s::uuid[], %(deltas)s::int[], %(order_ids)s::uuid[])
        AS m (product_id, delta, order_id)
),
changed AS (
    UPDATE commerce_product AS p
    SET stock = p.stock + sums.delta, updated_at = %(now)s
    FROM (SELECT product_id, sum(delta)::int AS delta FROM moved GROUP BY product_id) AS sums
    WHERE p.id = sums.product_id AND p.workspace_id = %(workspace_id)s AND p.stock IS NOT NULL
    RETURNING p.id, p.stock, p.stock - sums.delta AS before
),
written AS (
    INSERT INTO commerce_stock_movement (workspace_id, product_id, delta, reason, order_id, at)
    SELECT %(workspace_id)s, m.product_id, m.delta, %(reason)s, m.order_id, %(now)s
    FROM moved AS m
    JOIN changed AS c ON c.id = m.product_id
)
SELECT c.id, c.stock, c.before FROM changed AS c ORDER BY c.id

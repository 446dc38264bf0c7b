-- Hand out new codes; a hand-out that happened before, and a code that exists, are passed over.
-- Parameters: workspace_id, now, voucher_id, expires_at and arrays ids, codes, customer_ids, issue_keys.
-- Index: commerce_code_uq, commerce_code_issue_uq.
INSERT INTO commerce_voucher_code (
    id, workspace_id, created_at, updated_at, voucher_id, code, customer_id, state, issue_key,
    issued_at, expires_at
)
SELECT
    g.id, %(workspace_id)s, %(now)s, %(now)s, %(voucher_id)s, g.code, g.customer_id, 'issued',
    g.issue_key, %(now)s, %(expires_at)s
FROM unnest(%(ids)s::uuid[], %(codes)s::text[], %(customer_ids)s::uuid[], %(issue_keys)s::text[])
    AS g (id, code, customer_id, issue_key)
ON CONFLICT DO NOTHING
RETURNING id, customer_id

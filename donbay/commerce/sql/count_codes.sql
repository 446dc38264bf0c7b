-- How many codes each programme has given out, and how many were used.
-- Parameters: workspace_id, voucher_ids. Index: commerce_code_list.
SELECT c.voucher_id, count(*)::int AS issued, count(*) FILTER (WHERE c.state = 'used')::int AS used
FROM commerce_voucher_code AS c
WHERE c.workspace_id = %(workspace_id)s AND c.voucher_id = ANY(%(voucher_ids)s)
GROUP BY c.voucher_id
ORDER BY c.voucher_id

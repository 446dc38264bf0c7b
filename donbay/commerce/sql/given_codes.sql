-- Which codes these hand-outs gave to whom.
-- Parameters: workspace_id, issue_keys. Index: commerce_code_issue_uq.
SELECT c.issue_key, c.code
FROM commerce_voucher_code AS c
WHERE c.workspace_id = %(workspace_id)s AND c.issue_key = ANY(%(issue_keys)s)
ORDER BY c.issue_key

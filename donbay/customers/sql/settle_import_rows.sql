-- Write what became of the rows of one chunk.
-- Parameters: workspace_id, import_id, rows[], customer_ids[], failed[], problems[] (json as text).
-- Index: customers_import_row_uq.
UPDATE customers_import_row AS kept
SET customer_id = outcome.customer_id, failed = outcome.failed, problems = outcome.problems::jsonb
FROM unnest(
    %(rows)s::int[], %(customer_ids)s::uuid[], %(failed)s::boolean[], %(problems)s::text[]
) AS outcome (row_number, customer_id, failed, problems)
WHERE kept.workspace_id = %(workspace_id)s AND kept.import_id = %(import_id)s
    AND kept.row = outcome.row_number

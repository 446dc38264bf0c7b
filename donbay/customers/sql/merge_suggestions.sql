-- Let the one that stays be suggested with whomever the other was suggested with.
-- A pair that is known already, whichever way round, is left as it is.
-- Parameters: workspace_id, keep_id, other_id. Index: customers_merge_suggestion_uq.
UPDATE customers_merge_suggestion AS s
SET customer_id = CASE WHEN s.customer_id = %(other_id)s THEN %(keep_id)s ELSE s.customer_id END,
    other_id = CASE WHEN s.other_id = %(other_id)s THEN %(keep_id)s ELSE s.other_id END
WHERE s.workspace_id = %(workspace_id)s
    AND %(other_id)s IN (s.customer_id, s.other_id)
    AND %(keep_id)s NOT IN (s.customer_id, s.other_id)
    AND NOT EXISTS (
        SELECT 1
        FROM customers_merge_suggestion AS known
        WHERE known.workspace_id = s.workspace_id
            AND known.id <> s.id
            AND %(keep_id)s IN (known.customer_id, known.other_id)
            AND (known.customer_id IN (s.customer_id, s.other_id)
                 OR known.other_id IN (s.customer_id, s.other_id))
            AND %(other_id)s NOT IN (known.customer_id, known.other_id)
    )

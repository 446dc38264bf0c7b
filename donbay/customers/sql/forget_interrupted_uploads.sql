-- Delete sheets whose upload broke off; their rows go by the foreign key's ON DELETE CASCADE.
-- Parameters: started_before (real time), limit.
-- Index: customers_import is small: one row a sheet; the rows are found by customers_import_row_uq.
DELETE FROM customers_import AS i
USING (
    SELECT workspace_id, id
    FROM customers_import
    WHERE state = 'uploading' AND updated_at < %(started_before)s
    ORDER BY updated_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) AS broken
WHERE i.workspace_id = broken.workspace_id AND i.id = broken.id

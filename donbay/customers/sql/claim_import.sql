-- Lock the running import that was served longest ago, of any workspace.
-- Parameters: none. Index: customers_imports_running.
SELECT workspace_id, id, created_by
FROM customers_import
WHERE state = 'running'
ORDER BY served_at NULLS FIRST
LIMIT 1
FOR UPDATE SKIP LOCKED

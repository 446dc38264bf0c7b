-- Events set aside in one workspace, newest first.
-- Parameters: workspace_id, batch.
SELECT id, reactor, event_id, workspace_id, error, set_aside_at
FROM log_set_aside
WHERE workspace_id = %(workspace_id)s
ORDER BY set_aside_at DESC, id DESC
LIMIT %(batch)s

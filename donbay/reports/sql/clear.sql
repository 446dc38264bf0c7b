-- Empty the roll-up of a workspace.
-- Parameters: workspace_id. Index: reports_rollup_pkey.
DELETE FROM reports_rollup WHERE workspace_id = %(workspace_id)s

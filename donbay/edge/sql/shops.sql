-- Every workspace as the edge needs it.
-- Parameters: none. Reads a whole small table.
SELECT workspace_id, slug, name, settings,
    extract(epoch FROM clock_offset)::float8 AS clock_offset
FROM accounts_v_workspace
ORDER BY workspace_id

-- Which pages are live, and in which version.
-- Parameters: none. Reads every live publication's key (not its content).
SELECT workspace_id, page_id, path, version
FROM sites_v_publication
ORDER BY workspace_id, page_id

-- Flows customers may enter, with the version they enter.
-- Parameters: workspace_ids[]. Index: automation_flow_live.
SELECT f.workspace_id, f.id AS flow_id, f.live_since, v.id AS version_id, v.graph, v.settings
FROM automation_flow AS f
JOIN automation_flow_version AS v ON v.workspace_id = f.workspace_id AND v.id = f.published_id
WHERE f.workspace_id = ANY(%(workspace_ids)s::bigint[]) AND f.state = 'live'
  AND f.deleted_at IS NULL
ORDER BY f.workspace_id, f.id

-- Which metrics ever counted anything in a workspace.
-- Parameters: workspace_id. Index: reports_rollup_pkey.
SELECT wanted.metric
FROM unnest(ARRAY['order', 'new_customer', 'lead', 'message', 'page_published', 'flow_entry'])
    AS wanted (metric)
WHERE EXISTS (
    SELECT 1 FROM reports_rollup AS r
    WHERE r.workspace_id = %(workspace_id)s AND r.metric = wanted.metric
        AND r.dimension = 'all' AND r.count > 0
)

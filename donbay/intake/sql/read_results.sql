-- What became of captures that somebody waits for.
-- Parameters: workspace_ids[], client_ids[]. Index: intake_capture_client_uq.
SELECT capture.workspace_id, capture.client_id, capture.state, capture.result::json,
    capture.error::json
FROM unnest(%(workspace_ids)s::bigint[], %(client_ids)s::uuid[]) AS asked (workspace_id, client_id)
JOIN intake_capture AS capture USING (workspace_id, client_id)

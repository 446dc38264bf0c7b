-- Start runs; one who is inside already is passed over.
-- Parameters: workspace_id and arrays of equal length, one element a run.
-- Index: automation_run_inside_uq.
INSERT INTO automation_run (
    workspace_id, flow_id, version_id, customer_id, trigger_id, event_id, state, node_id, due_at,
    entered_at, arrived_at, finished_at, steps, attempts, reason, detail, context
)
SELECT
    %(workspace_id)s, n.flow_id, n.version_id, n.customer_id, n.trigger_id, n.event_id, n.state,
    n.node_id, n.entered_at, n.entered_at, n.entered_at,
    CASE WHEN n.state = 'active' THEN NULL ELSE n.entered_at END, 0, 0, n.reason, '', n.context
FROM unnest(
    %(flow_ids)s::uuid[], %(version_ids)s::uuid[], %(customer_ids)s::uuid[],
    %(trigger_ids)s::text[], %(event_ids)s::bigint[], %(states)s::text[], %(node_ids)s::text[],
    %(entered_ats)s::timestamptz[], %(reasons)s::text[], %(contexts)s::jsonb[]
) AS n (
    flow_id, version_id, customer_id, trigger_id, event_id, state, node_id, entered_at, reason,
    context
)
ON CONFLICT (workspace_id, flow_id, customer_id) WHERE state IN ('active', 'parked') DO NOTHING
RETURNING id, flow_id, customer_id, state, entered_at

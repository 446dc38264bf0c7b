-- Flows that name something in what is drawn, and whether they do so where customers walk: in the
-- version they enter, or in an older one that somebody is still inside.
-- Parameters: workspace_id, traces. Indexes: automation_flow_new, automation_flow_version_uq,
-- automation_run_flow; reads the graphs of one shop.
SELECT f.id, f.name, coalesce(walked.live, false) AS live
FROM automation_flow AS f
LEFT JOIN LATERAL (
    SELECT true AS live
    FROM automation_flow_version AS v
    WHERE v.workspace_id = f.workspace_id AND v.flow_id = f.id
        AND EXISTS (
            SELECT FROM unnest(%(traces)s::text[]) AS trace (words)
            WHERE strpos(v.graph::text, trace.words) > 0
        )
        AND (
            (v.id = f.published_id AND f.state = 'live')
            OR EXISTS (
                SELECT FROM automation_run AS r
                WHERE r.workspace_id = f.workspace_id AND r.flow_id = f.id AND r.version_id = v.id
                    AND r.state IN ('active', 'parked')
            )
        )
    LIMIT 1
) AS walked ON true
WHERE f.workspace_id = %(workspace_id)s AND f.deleted_at IS NULL
    AND (
        walked.live
        OR EXISTS (
            SELECT FROM unnest(%(traces)s::text[]) AS trace (words)
            WHERE strpos(f.graph::text, trace.words) > 0
        )
    )
ORDER BY 3 DESC, f.name, f.id

-- Each metric by day of the workspace's zone.
-- Parameters: workspace_id, start, end (instants), zone. Index: reports_rollup_pkey.
SELECT (r.hour AT TIME ZONE %(zone)s)::date AS day, r.metric, sum(r.count)::bigint AS count,
       sum(r.amount)::bigint AS amount
FROM reports_rollup AS r
WHERE r.workspace_id = %(workspace_id)s AND r.dimension = 'all'
    AND r.hour >= %(start)s AND r.hour < %(end)s
GROUP BY 1, 2
ORDER BY 1, 2

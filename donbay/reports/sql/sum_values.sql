-- Each metric by the values of one dimension.
-- Parameters: workspace_id, dimension, start, end (instants). Index: reports_rollup_pkey.
SELECT r.value, r.metric, sum(r.count)::bigint AS count, sum(r.amount)::bigint AS amount
FROM reports_rollup AS r
WHERE r.workspace_id = %(workspace_id)s AND r.dimension = %(dimension)s
    AND r.hour >= %(start)s AND r.hour < %(end)s
GROUP BY r.value, r.metric
ORDER BY r.value, r.metric

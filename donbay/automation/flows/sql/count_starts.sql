-- How many flows each customer has entered on a day.
-- Parameters: workspace_id, day, customer_ids[]. Index: primary key.
SELECT e.customer_id, sum(e.starts)::integer
FROM automation_run_entry AS e
WHERE e.workspace_id = %(workspace_id)s AND e.customer_id = ANY(%(customer_ids)s::uuid[])
  AND e.day = %(day)s
GROUP BY e.customer_id

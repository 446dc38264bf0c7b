-- Lock all messages of customers in order of id.
-- Parameters: workspace_id, customer_ids. Index: none; once in a customer's life.
SELECT o.id
FROM messaging_outbox AS o
WHERE o.workspace_id = %(workspace_id)s AND o.customer_id = ANY(%(customer_ids)s::uuid[])
ORDER BY o.id
FOR UPDATE

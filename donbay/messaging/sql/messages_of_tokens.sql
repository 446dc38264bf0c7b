-- Which of these messages exist, whose they are and what they carried.
-- Parameters: workspace_id, ids. Index: primary key.
SELECT o.id, o.customer_id, o.content_id, o.address, o.channel, o.source_kind, o.source_id, o.run_id
FROM messaging_outbox AS o
WHERE o.id = ANY(%(ids)s) AND o.workspace_id = %(workspace_id)s
ORDER BY o.id

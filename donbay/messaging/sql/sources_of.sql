-- Who asked for messages, for the log.
-- Parameters: workspace_id, ids. Index: primary key.
SELECT o.id, o.source_kind, o.source_id, o.step, o.run_id
FROM messaging_outbox AS o
WHERE o.id = ANY(%(ids)s::bigint[]) AND o.workspace_id = %(workspace_id)s

-- Keep contents from being deleted until the end of this transaction.
-- Parameters: arrays workspace_ids and ids, one element a content. Index: primary key.
SELECT c.id
FROM messaging_content AS c
JOIN unnest(%(workspace_ids)s::bigint[], %(ids)s::uuid[]) AS held (workspace_id, id)
    ON c.workspace_id = held.workspace_id AND c.id = held.id
ORDER BY c.id
FOR KEY SHARE OF c
